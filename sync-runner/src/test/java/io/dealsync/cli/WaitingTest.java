package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.db.Database;
import io.dealsync.journal.RunLease;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second run on a portal, with and without {@code --wait}. */
@Timeout(60)
class WaitingTest {

  private final Stage stage = Stage.open().equalDeals(2);
  private final Database elsewhere =
      Database.open(
          stage.database().jdbcUrl(), stage.database().user(), stage.database().password(), 2);

  @AfterEach
  void removeTheStage() {
    elsewhere.close();
    stage.close();
  }

  @Test
  void without_it_a_second_run_is_turned_away_and_told_by_whom() {
    try (RunLease run = elsewhere.leases().acquire("main", "pull")) {
      assertThat(run).isNotNull();
      assertThat(stage.run(ExitCode.AGAIN, "sync").err()).contains("Portal main is busy: pull");
    }
    assertThat(stage.query("SELECT run_id FROM dealsync.run")).isEmpty();
  }

  @Test
  void a_second_run_waits_for_the_end_of_the_first_and_then_runs() throws InterruptedException {
    RunLease first = elsewhere.leases().acquire("main", "sync");
    CountDownLatch turnedAway = new CountDownLatch(2);
    Thread end =
        Thread.ofVirtual()
            .start(
                () -> {
                  await(turnedAway);
                  first.close();
                });

    Spoken second =
        stage
            .cli()
            .stoppedBy(
                () -> {
                  turnedAway.countDown();
                  return false;
                })
            .run("sync", "--wait");

    end.join();
    assertThat(second.code()).as(second.all()).isEqualTo(ExitCode.OK);
    assertThat(second.out()).contains("Portal and mirror are equal");
    assertThat(second.err())
        .containsOnlyOnce("Portal main is busy: sync")
        .contains("Waiting for its end …");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void who_waits_can_be_stopped() {
    AtomicInteger asked = new AtomicInteger();
    try (RunLease run = elsewhere.leases().acquire("main", "sync")) {
      assertThat(run).isNotNull();
      Spoken waiting =
          stage.cli().stoppedBy(() -> asked.incrementAndGet() == 3).run("sync", "--wait");
      assertThat(waiting.code()).as(waiting.all()).isEqualTo(ExitCode.AGAIN);
      assertThat(waiting.err()).contains("Portal main is busy: sync");
    }
    assertThat(asked).hasValue(3);
    assertThat(stage.query("SELECT run_id FROM dealsync.run")).isEmpty();
  }
}
