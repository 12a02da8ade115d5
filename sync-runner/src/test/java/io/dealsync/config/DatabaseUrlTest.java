package io.dealsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @TempDir private Path folder;

  private static DatabaseSettings fromEnvironment(String... pairs) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (int at = 0; at < pairs.length; at += 2) {
      environment.put(pairs[at], pairs[at + 1]);
    }
    return Settings.load(Optional.empty(), environment).database();
  }

  private Settings load(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("dealsync.yaml"), yaml);
    return Settings.load(Optional.of(file), environment);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/x, jdbc:postgresql://db/x, '', ''",
    "jdbc:postgresql:x, jdbc:postgresql:x, '', ''",
    "jdbc:postgresql://app:T0p@db:5432/x, jdbc:postgresql://db:5432/x, app, T0p",
    "postgres://app:T0p@db/x, jdbc:postgresql://db/x, app, T0p",
    "postgresql://app@db/x?sslmode=require, jdbc:postgresql://db/x?sslmode=require, app, ''",
    "postgres://app:a%40b%3Ac+d@db/x, jdbc:postgresql://db/x, app, a@b:c+d",
    "postgres://app:a:b@db/x, jdbc:postgresql://db/x, app, a:b",
    "postgres://app:a@b@db/x, jdbc:postgresql://db/x, app, a@b",
    "jdbc:postgresql://db/x?user=app&password=T0p&ssl=true, jdbc:postgresql://db/x?ssl=true, app,"
        + " T0p",
    "'postgres://app:T0p@a:1,b:2/x', 'jdbc:postgresql://a:1,b:2/x', app, T0p",
    "postgres://app:T0p@[::1]:5433/x, jdbc:postgresql://[::1]:5433/x, app, T0p",
    "postgres://app:T0p@db/x?channel_binding=require,"
        + " jdbc:postgresql://db/x?channelBinding=require, app, T0p",
    "postgres://app:T0p@db, jdbc:postgresql://db/, app, T0p"
  })
  void user_and_password_are_taken_out_of_a_url(
      String written, String url, String user, String password) {
    DatabaseSettings settings = fromEnvironment("DEALSYNC_DB_URL", written);

    assertThat(settings.url()).isEqualTo(url);
    assertThat(settings.user()).isEqualTo(user);
    assertThat(settings.password().reveal()).isEqualTo(password);
    assertThat(settings.toString()).doesNotContain("T0p", "a@b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://app:T0p-secret@db/x",
        "app:T0p-secret@db/x",
        "postgres//app:T0p-secret@db",
        "postgres://app:T0p/secret@db/x",
        "postgres://app:T0p?secret@db/x",
        "postgres://app:T0p%zzsecret@db/x",
        "postgres://db:T0p-secret/x"
      })
  void a_url_that_is_not_understood_is_refused_without_being_shown(String url) {
    assertThatThrownBy(() -> fromEnvironment("DEALSYNC_DB_URL", url))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("DEALSYNC_DB_URL is not understood")
        .hasMessageNotContainingAny("T0p", "secret");
  }

  @Test
  void what_a_url_and_a_key_both_say_must_be_the_same() {
    String url = "postgres://app:T0p@db/x";

    assertThat(
            fromEnvironment(
                    "DEALSYNC_DB_URL",
                    url,
                    "DEALSYNC_DB_USER",
                    "app",
                    "DEALSYNC_DB_PASSWORD",
                    "T0p")
                .user())
        .isEqualTo("app");
    assertThatThrownBy(
            () -> fromEnvironment("DEALSYNC_DB_URL", url, "DEALSYNC_DB_PASSWORD", "0ther"))
        .hasMessage(
            "DEALSYNC_DB_URL holds another password than DEALSYNC_DB_PASSWORD does; give it once.");
    assertThatThrownBy(() -> fromEnvironment("DEALSYNC_DB_URL", url, "DEALSYNC_DB_USER", "bob"))
        .hasMessage("DEALSYNC_DB_URL holds another user than DEALSYNC_DB_USER does; give it once.");
  }

  @Test
  void a_password_does_not_stand_in_the_files_url() throws IOException {
    for (String url : new String[] {"postgres://app:T0p@db/x", "postgres://app:T0p@${HOST}/x"}) {
      assertThatThrownBy(() -> load("database:\n  url: " + url + "\n", Map.of("HOST", "db")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("database.url holds a password, which must not stand in the file")
          .hasMessageNotContaining("T0p");
    }
    assertThat(
            load(
                    "database:\n  url: ${DATABASE_URL}\n",
                    Map.of("DATABASE_URL", "postgres://app:T0p@db/x"))
                .database()
                .password()
                .reveal())
        .isEqualTo("T0p");
    assertThat(
            load("database:\n  url: postgres://app:${PW}@db/x\n", Map.of("PW", "T0p"))
                .database()
                .password()
                .reveal())
        .isEqualTo("T0p");
    Path file = Files.writeString(folder.resolve("url"), "postgres://app:T0p@db/x\n");
    assertThat(load("database:\n  url: file:" + file + "\n", Map.of()).database().url())
        .isEqualTo("jdbc:postgresql://db/x");
  }
}
