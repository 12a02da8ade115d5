package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.run.StopSignal;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SandboxCommandTest {

  /** A sandbox that has filled itself, said so, and is asked to stop at once. */
  private static Spoken sandbox(Stage stage, String... more) {
    StopSignal atOnce = () -> true;
    String[] arguments = new String[more.length + 3];
    arguments[0] = "sandbox";
    arguments[1] = "--port";
    arguments[2] = "0";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return stage.cli().stoppedBy(atOnce).run(arguments);
  }

  @Test
  void is_filled_with_what_the_portal_last_had_and_else_with_what_it_should_have() {
    try (Stage stage = Stage.open()) {
      stage.contacts(20).deal(1, "5/10/Y 6/20/N").deal(2, "7/10/Y");
      assertThat(stage.run("sync").code()).isEqualTo(ExitCode.OK);
      stage.sql(
          "DELETE FROM dealsync.deal_contact WHERE contact_id = 6",
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 8), (4, 9)",
          "INSERT INTO dealsync.observed_deal (portal, deal_id, state, read_at)"
              + " VALUES ('main', 4, 'missing', now())");
      Path kept = stage.home().resolve("rehearsal");

      Spoken spoken = sandbox(stage, "--from-mirror", "--json", "--data", kept.toString());

      assertThat(spoken.code()).as(spoken.err()).isEqualTo(ExitCode.OK);
      assertThat(spoken.json().get("deals").asInt()).isEqualTo(3);
      try (Rehearsed portal = new Rehearsed(kept)) {
        assertThat(portal.links(1)).isEqualTo("5/10/Y 6/20/N");
        assertThat(portal.links(2)).isEqualTo("7/10/Y");
        assertThat(portal.links(3)).isEqualTo("8/10/Y");
        Cli rehearsing = stage.cli().with("DEALSYNC_WEBHOOK", portal.webhook());
        assertThat(rehearsing.run("sync").code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(portal.links(1)).isEqualTo("5/10/Y");
      }
    }
  }

  @Test
  void needs_a_database_only_to_be_filled_from_it() {
    try (Stage stage = Stage.open()) {
      Cli nowhere = stage.cli().with("DEALSYNC_DB_URL", "jdbc:postgresql://127.0.0.1:1/none");
      StopSignal atOnce = () -> true;

      assertThat(nowhere.stoppedBy(atOnce).run("sandbox", "--port", "0").code())
          .isEqualTo(ExitCode.OK);
      assertThat(nowhere.stoppedBy(atOnce).run("sandbox", "--port", "0", "--from-mirror").code())
          .isEqualTo(ExitCode.AGAIN);
    }
  }

  @Test
  void a_taken_port_is_told_with_the_way_to_another() {
    try (Stage stage = Stage.open()) {
      int taken = stage.portal().baseUrl().getPort();

      var spoken = stage.run("sandbox", "--port", Integer.toString(taken));

      assertThat(spoken.code()).isEqualTo(ExitCode.USAGE);
      assertThat(spoken.err())
          .contains(
              "Port %d is taken".formatted(taken),
              "`dealsync sandbox --port %d`".formatted(taken + 1))
          .hasLineCount(1);
    }
  }

  @Test
  void a_mistake_is_told_in_a_line() {
    try (Stage stage = Stage.open()) {
      var port = stage.run("sandbox", "--port", "99999");
      assertThat(port.code()).isEqualTo(ExitCode.USAGE);
      assertThat(port.err()).contains("--port 99999: ports go from 0 to 65535.").hasLineCount(1);
      assertThat(sandbox(stage, "--links-per-deal", "x").err())
          .contains("the number of links per deal 'x' is neither a number nor a range like 1-3");
      assertThat(sandbox(stage, "--fault", "drop-sometimes").err())
          .contains("unknown kind of fault 'drop-sometimes'")
          .hasLineCount(1);
      assertThat(sandbox(stage, "--quirk", "odd").err()).contains("unknown quirk 'odd'");
      assertThat(sandbox(stage, "--cost", "dear").err())
          .contains("--cost takes METHOD=SECONDS or 'recorded', not 'dear'")
          .hasLineCount(1);
      assertThat(sandbox(stage, "--csv", "no-such.csv").code()).isEqualTo(ExitCode.USAGE);
    }
  }

  /** A sandbox that goes on from what another one kept. */
  private static final class Rehearsed implements AutoCloseable {

    private final io.dealsync.sandbox.SandboxPortal portal;

    Rehearsed(Path data) {
      portal =
          io.dealsync.sandbox.SandboxPortal.start(
              io.dealsync.sandbox.SandboxOptions.defaults().withData(data));
    }

    String links(long deal) {
      return LinkRow.format(portal.state().links(deal));
    }

    String webhook() {
      return portal.webhookUrl().toString();
    }

    @Override
    public void close() {
      portal.close();
    }
  }
}
