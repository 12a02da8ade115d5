package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.ScriptedPortal;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What has nothing to bring to an end stops at once. The time limit is less than that of a single
 * request.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoppingTest {

  /** Runs a command that is stopped as soon as the portal was asked something. */
  private static Spoken stopped(Stage stage, String... arguments) {
    try (ScriptedPortal silent = new ScriptedPortal().thenStall()) {
      return stage
          .cli()
          .with("DEALSYNC_WEBHOOK", silent.webhook())
          .stoppedBy(() -> !silent.requests().isEmpty())
          .run(arguments);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "plan"})
  void a_run_that_reads_a_portal_without_answers(String command) {
    try (Stage stage = Stage.open().equalDeals(60)) {
      Spoken stopped = stopped(stage, command);

      assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
      assertThat(stopped.out())
          .isEqualTo("Run 1 stopped on request while the portal was read; nothing was written.\n");
      assertThat(stopped.err()).isEmpty();
      assertThat(stage.query("SELECT state FROM dealsync.run")).containsExactly("interrupted");
      assertThat(stage.run("sync").code()).isZero();
    }
  }

  @Test
  void a_run_in_json() {
    try (Stage stage = Stage.open().equalDeals(60)) {
      Spoken stopped = stopped(stage, "sync", "--json");

      assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
      assertThat(stopped.json().get("outcome").asString()).isEqualTo("interrupted");
    }
  }

  @Test
  void the_application_of_a_stored_plan() {
    try (Stage stage = Stage.open().equalDeals(5)) {
      stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 1)");
      assertThat(stage.run("plan").code()).isEqualTo(ExitCode.PENDING);

      Spoken stopped = stopped(stage, "apply", "1");

      assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
      assertThat(stopped.out()).contains("Stopped on request after 0 changes");
      assertThat(stage.run("apply", "1").code()).isZero();
    }
  }

  @Test
  void a_pull() {
    try (Stage stage = Stage.open()) {
      Spoken stopped = stopped(stage, "pull");

      assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
      assertThat(stopped.out()).contains("Stopped on request");
    }
  }

  @Test
  void the_demo_between_two_steps(@TempDir Path home) {
    Spoken stopped = Cli.in(home, Map.of()).stoppedBy(() -> true).run("demo");

    assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
    assertThat(stopped.err()).isEqualTo("Stopped; the stage is taken down.\n");
  }

  @Test
  void a_check() {
    try (Stage stage = Stage.open()) {
      Spoken stopped = stopped(stage, "check");

      assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
      assertThat(stopped.out()).contains("✗  portal", "Stopped while waiting for 127.0.0.1");
    }
  }

  @Test
  void a_command_that_waits_for_the_database() throws SQLException {
    try (Stage stage = Stage.open();
        Connection other = stage.database().connect();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("LOCK TABLE dealsync.run");

      Spoken stopped = stage.cli().stoppedBy(() -> isWaiting(stage)).run("runs");

      assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
      assertThat(stopped.err()).isEqualTo("Stopped.\n");
    }
  }

  private static boolean isWaiting(Stage stage) {
    return !stage
        .query("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'dealsync.run'::regclass")
        .isEmpty();
  }
}
