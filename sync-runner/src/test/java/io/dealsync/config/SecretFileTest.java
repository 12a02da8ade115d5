package io.dealsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
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
}
