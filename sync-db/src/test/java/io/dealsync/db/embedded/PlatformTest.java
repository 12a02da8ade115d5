package io.dealsync.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void the_archive_is_named_after_system_and_processor() {
    assertThat(new Platform("Linux", "amd64").archiveName()).isEqualTo("postgres-linux-x86_64.txz");
    assertThat(new Platform("Linux", "aarch64").archiveName())
        .isEqualTo("postgres-linux-arm_64.txz");
  }

  @Test
  void a_platform_without_programs_is_sent_to_a_server_of_its_own() {
    assertThatThrownBy(() -> new Platform("Mac OS X", "aarch64").archive())
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("Mac OS X")
        .hasMessageContaining("DEALSYNC_DB_URL");
  }
}
