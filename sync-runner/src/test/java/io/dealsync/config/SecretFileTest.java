package io.dealsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dealsync.bitrix.http.Authorities;
import io.dealsync.files.Openness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {

  @TempDir private Path folder;

  private Secret webhook(String permissions) throws IOException {
    Path secret = Files.writeString(folder.resolve("webhook"), "https://a.b/rest/1/code/\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(permissions));
    Path file =
        Files.writeString(
            folder.resolve("dealsync.yaml"), "portals: {main: {webhook: 'file:" + secret + "'}}");
    return Settings.load(Optional.of(file), Map.of()).portal("main").webhook();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rw-r--r--"})
  void a_secret_in_a_file_that_only_its_owner_writes_is_used(String permissions)
      throws IOException {
    assertThat(webhook(permissions).reveal()).isEqualTo("https://a.b/rest/1/code/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-rw-", "rw-rw----", "rw-----w-"})
  void a_secret_in_a_file_that_others_may_write_is_not_used(String permissions) throws IOException {
    Secret secret = webhook(permissions);

    assertThatThrownBy(secret::reveal)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("others may write it; it is not used")
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-rw-", "rw-rw-r--", "rw-r---w-"})
  void a_configuration_that_others_may_write_is_not_used(String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("dealsync.yaml"), "serve: {port: 8080}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("others may write it; it is not used")
        .hasMessageContaining("chmod go-w " + file);
  }

  @Test
  void authorities_that_others_may_write_are_not_trusted() throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThatThrownBy(() -> Authorities.with(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("others may write " + file);
  }

  @Test
  void nothing_of_another_user_is_used() throws IOException {
    Path file = Files.writeString(folder.resolve("dealsync.yaml"), "serve: {port: 8080}");
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
    assumeTrue(giveAway(file) && giveAway(secret), "only root gives files away");

    assertThat(Openness.of(file)).isEqualTo(Openness.FOREIGN);
    assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("belongs to another user of this machine; it is not used");
    assertThatThrownBy(() -> SecretFile.read(secret))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("belongs to another user of this machine; it is not used");
    assertThatThrownBy(() -> Authorities.with(file))
        .hasMessageContaining("belongs to another user of this machine");
  }

  private static boolean giveAway(Path file) {
    try {
      Files.setAttribute(file, "unix:uid", 12345);
      return true;
    } catch (IOException | UnsupportedOperationException notRoot) {
      return false;
    }
  }
}
