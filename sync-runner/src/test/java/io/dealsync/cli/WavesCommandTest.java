package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Robot;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A plan that is applied in waves, so that what is wrong with it shows on few deals. */
class WavesCommandTest {

  private static final int DEALS = 12;

  private final Stage stage = Stage.open().equalDeals(DEALS);

  @BeforeEach
  void agreeThenEditEveryDeal() {
    run(ExitCode.OK, "sync");
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT d, %d FROM generate_series(1, %d) AS d"
            .formatted(2 * DEALS + 5, DEALS));
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private Spoken run(int code, String... arguments) {
    return stage.run(code, arguments);
  }

  private long changed() {
    return Stream.iterate(1L, deal -> deal + 1)
        .limit(DEALS)
        .filter(deal -> stage.portal().state().links(deal).size() == 3)
        .count();
  }

  @Test
  void a_wave_that_went_wrong_stops_the_run_which_names_the_command_that_goes_on() {
    Robot robot = stage.robotThatReverts(1);

    Spoken stopped = run(ExitCode.INCOMPLETE, "sync", "--waves", "4,6");

    assertThat(stopped.out())
        .contains("Stopped after wave 1: 1 of its 4 changes went wrong, and 10 % may.")
        .contains("3 changes written and verified, 1 failed, 8 still planned")
        .contains("  dealsync apply 2 --waves 4,6");
    assertThat(changed()).isEqualTo(3);
    assertThat(run(ExitCode.OK, "show", "2").out())
        .contains("interrupted, stopped")
        .contains("Why: Stopped after wave 1")
        .contains("To go on with it: dealsync apply 2");

    String command = stopped.out().lines().filter(it -> it.contains("apply 2")).findAny().get();
    Spoken rest = run(ExitCode.INCOMPLETE, arguments(command.strip()));

    assertThat(changed()).isEqualTo(11);
    assertThat(rest.out()).contains("1 failed");
    robot.stop();
    run(ExitCode.OK, "sync");
    assertThat(changed()).isEqualTo(DEALS);
  }

  private static String[] arguments(String command) {
    return Arrays.stream(command.split(" ")).skip(1).toArray(String[]::new);
  }

  @Test
  void the_document_carries_the_command_with_the_limits_that_were_raised() {
    stage.robotThatReverts(1);

    JsonNode stopped =
        run(
                ExitCode.INCOMPLETE,
                "sync",
                "--waves=2",
                "--wave-share=49.5",
                "--allow=removed-links=7",
                "--json")
            .json();

    assertThat(stopped.get("outcome").asString()).isEqualTo("stopped");
    assertThat(stopped.get("stopped").asString()).startsWith("Stopped after wave 1");
    assertThat(stopped.get("resume").asString())
        .isEqualTo("dealsync apply 2 --allow removed-links=7 --waves 2 --wave-share 49.5");
    assertThat(run(ExitCode.INCOMPLETE, arguments(stopped.get("resume").asString())).out())
        .contains("1 failed");
    assertThat(changed()).isEqualTo(DEALS - 1);
  }

  @Test
  void waves_that_go_well_are_followed_by_the_rest() {
    run(ExitCode.OK, "sync", "--waves", "1,5");
    assertThat(changed()).isEqualTo(DEALS);
  }

  @Test
  void a_stored_plan_can_be_applied_in_waves_too() {
    run(ExitCode.PENDING, "plan");
    stage.robotThatReverts(1);
    Spoken stopped = run(ExitCode.INCOMPLETE, "apply", "2", "--waves", "3");
    assertThat(stopped.out()).contains("8 still planned".replace('8', '9'));
    assertThat(changed()).isEqualTo(2);
  }

  @Test
  void what_is_left_of_a_stopped_run_can_be_reviewed_like_any_plan() {
    stage.robotThatReverts(1);
    run(ExitCode.INCOMPLETE, "sync", "--waves", "4");
    stage.sql("UPDATE dealsync.change SET verdict = 'skip' WHERE run_id = 2 AND deal_id > 8");

    run(ExitCode.INCOMPLETE, "apply", "2");

    assertThat(changed()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "--waves 0, A wave has at least one change",
    "--waves x, x",
    "--waves 5 --wave-share 101, The share that may fail is between 0 and 1",
    "--waves 5 --wave-share much, --wave-share takes a percentage"
  })
  void a_wave_that_cannot_be_is_a_usage_error(String options, String message) {
    assertThat(run(ExitCode.USAGE, ("sync " + options).split(" ")).err()).contains(message);
  }
}
