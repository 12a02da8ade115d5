package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Selection;
import io.dealsync.plan.RepairLimit;
import io.dealsync.run.Progress;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A robot of the portal, or a second integration, that undoes a repair after each run. */
class RepeatedRepairTest {

  private static final String AGREED = "7/10/Y 9/20/N";

  private final World world = new World();

  RepeatedRepairTest() {
    world.portal.deal(1, AGREED).deal(2, AGREED).contacts(40);
    world.mirror.want(1, "7* 9").want(2, "7* 9");
    world.sync();
    world.clock.advance(Duration.ofHours(1));
  }

  private RunReport night(String robot) {
    world.portal.deal(1, robot);
    RunReport report = world.sync();
    world.clock.advance(Duration.ofDays(1));
    return report;
  }

  private String detail() {
    return world.mirror.holdOf(1).orElseThrow().detail();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7/10/Y 9/20/N 40/30/N", "9/10/N 7/20/Y", "7/10/N 9/20/Y", "7/10/Y", "40/10/Y"})
  void the_same_repair_on_the_third_night_is_told_and_the_deal_left_alone(String robot) {
    assertThat(night(robot).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(night(robot).outcome()).isEqualTo(RunOutcome.IN_SYNC);

    RunReport third = night(robot);

    assertThat(third.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(third.traffic().writes()).isZero();
    assertThat(world.portal.rows(1)).hasToString(robot);
    assertThat(world.mirror.holdOf(1).orElseThrow().reason()).isEqualTo(HoldReason.REPEATED_REPAIR);
    assertThat(detail()).contains("On 3 of the last 5 nights", "2026-11-01 03:00");
    RunReport fourth = night(robot);
    assertThat(fourth.outcome()).as("told before").isEqualTo(RunOutcome.IN_SYNC);
    assertThat(fourth.traffic().writes()).isZero();
  }

  @Test
  void it_stays_left_alone_when_the_repairs_are_long_ago() {
    for (int night = 1; night <= 12; night++) {
      night("7/10/Y 9/20/N 40/30/N");
    }
    assertThat(world.portal.rows(1)).hasToString("7/10/Y 9/20/N 40/30/N");
  }

  @Test
  void it_says_what_recurs() {
    for (int night = 1; night <= 3; night++) {
      night("7/10/Y 9/20/N 40/30/N");
    }
    assertThat(detail()).contains("contact 40 had to be unlinked");
  }

  @Test
  void another_repair_each_night_is_nobody_s_fight() {
    world.portal.contacts(41, 42);
    assertThat(night("7/10/Y 9/20/N 40/30/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(night("7/10/Y 9/20/N 41/30/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(night("7/10/Y 9/20/N 42/30/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void ten_runs_in_one_night_are_one() {
    for (int run = 1; run <= 10; run++) {
      world.portal.deal(1, "7/10/Y 9/20/N 40/30/N");
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
      world.clock.advance(Duration.ofMinutes(10));
    }
  }

  @Test
  void two_repairs_a_week_are_left_to_be_made() {
    for (int week = 1; week <= 6; week++) {
      assertThat(night("7/10/Y 9/20/N 40/30/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
      world.clock.advance(Duration.ofDays(3));
    }
  }

  @Test
  void the_deal_is_free_again_once_the_robot_has_stopped() {
    for (int night = 1; night <= 4; night++) {
      night("7/10/Y 9/20/N 40/30/N");
    }
    world.portal.deal(1, AGREED);
    world.sync();
    assertThat(world.mirror.holdOf(1)).isEmpty();
  }

  @Test
  void an_edit_to_something_else_is_carried_and_begins_the_count_anew() {
    world.portal.contacts(41);
    for (int night = 1; night <= 4; night++) {
      night("7/10/Y 9/20/N 40/30/N");
    }
    world.mirror.want(1, "7* 9 41");
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    world.clock.advance(Duration.ofDays(1));
    assertThat(world.portal.rows(1).canonical().contacts()).containsExactly(7L, 9L, 41L);
    assertThat(night("7/10/Y 9/20/N 41/30/N 40/40/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(night("7/10/Y 9/20/N 41/30/N 40/40/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(night("7/10/Y 9/20/N 41/30/N 40/40/N").outcome()).isEqualTo(RunOutcome.INCOMPLETE);
  }

  @Test
  void a_load_that_deletes_and_inserts_the_same_rows_each_night_hides_no_fight() {
    for (int night = 1; night <= 2; night++) {
      world.mirror.editAndBack(1);
      assertThat(night("7/10/Y 9/20/N 40/30/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
    }
    world.mirror.editAndBack(1);
    assertThat(night("7/10/Y 9/20/N 40/30/N").outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(detail()).contains("On 3 of the last 5 nights");
    for (int night = 4; night <= 9; night++) {
      world.mirror.editAndBack(1);
      RunReport told = night("7/10/Y 9/20/N 40/30/N");
      assertThat(told.outcome()).as("told before").isEqualTo(RunOutcome.IN_SYNC);
      assertThat(told.traffic().writes()).isZero();
    }
  }

  @Test
  void a_release_begins_the_count_anew() {
    for (int night = 1; night <= 4; night++) {
      night("7/10/Y 9/20/N 40/30/N");
    }
    world.mirror.release(1);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    world.clock.advance(Duration.ofDays(1));
    assertThat(world.portal.rows(1)).hasToString(AGREED);
    assertThat(night("7/10/Y 9/20/N 40/30/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(night("7/10/Y 9/20/N 40/30/N").outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(night("7/10/Y 9/20/N 40/30/N").outcome()).isEqualTo(RunOutcome.INCOMPLETE);
  }

  @Test
  void it_can_be_repaired_and_told_each_time_instead() {
    RepairLimit tell = new RepairLimit(3, 5, Duration.ofHours(12), RepairLimit.Then.TELL);
    Reconciler reconciler =
        new Reconciler(
            world.mirror,
            world.portal,
            world.settings().with(tell),
            Progress.NONE,
            StopSignal.NEVER,
            world.clock);
    for (int night = 1; night <= 5; night++) {
      world.portal.deal(1, "7/10/Y 9/20/N 40/30/N");
      try (var lease = world.leases.acquire("main", "sync")) {
        RunReport report = reconciler.sync(lease, World.header("sync"), new Selection.All());
        assertThat(report.outcome())
            .isEqualTo(night < 3 ? RunOutcome.IN_SYNC : RunOutcome.INCOMPLETE);
        if (night >= 3) {
          assertThat(report.note()).contains("Deal 1: On", "contact 40 had to be unlinked");
          assertThat(world.leases.run(report.run()).end().explanation()).contains("Deal 1: On");
        }
      }
      assertThat(world.portal.rows(1)).hasToString(AGREED);
      world.clock.advance(Duration.ofDays(1));
    }
  }
}
