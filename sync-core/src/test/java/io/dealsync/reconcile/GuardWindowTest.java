package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.journal.RunHeader;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What many small runs may do together. */
class GuardWindowTest {

  private final World world = new World().limits(Limits.DEFAULT);

  @Test
  void many_small_runs_over_edits_empty_no_more_than_one_large_run_may() {
    agreed(311);
    long emptied = 0;
    RunReport report = edit(1, 3);
    while (report.outcome() == RunOutcome.IN_SYNC) {
      emptied += 3;
      world.clock.advance(Duration.ofMinutes(20));
      report = edit(emptied + 1, 3);
    }
    assertThat(emptied).isEqualTo(30);
    assertThat(world.portal.linksRemoved()).isEqualTo(60);
    assertThat(report.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(report.refusals())
        .extracting(Refusal::arithmetic)
        .containsExactly(
            "33 of 311 deals would have lost their last contact within 24 h: 30 since 2026-11-01"
                + " 02:00 UTC in runs 1 to 10, 3 now; the limit is 10 %");
  }

  @Test
  void after_the_window_has_passed_there_is_room_again() {
    agreed(100);
    assertThat(edit(1, 10).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    world.clock.advance(Duration.ofHours(23));
    assertThat(edit(11, 1).outcome()).isEqualTo(RunOutcome.REFUSED);
    world.clock.advance(Duration.ofHours(2));
    assertThat(edit(11, 1).outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void paused_deals_do_not_make_the_others_expendable() {
    agreed(400);
    for (long deal = 36; deal <= 400; deal++) {
      world.mirror.mode(deal, Mode.PAUSED);
    }
    assertThat(edit(1, 34).outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(world.portal.linksRemoved()).isZero();
  }

  @Test
  void what_a_person_allowed_does_not_count_against_later_runs() {
    agreed(100);
    empty(1, 30);
    RunReport allowed = sync(Map.of("emptied-percent", "30"));
    assertThat(allowed.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(edit(31, 10).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(edit(41, 1).outcome()).isEqualTo(RunOutcome.REFUSED);
  }

  @Test
  void what_an_undo_brought_back_leaves_room_again() {
    agreed(100);
    RunReport mistake = edit(1, 10);
    assertThat(world.undo(mistake.run(), true).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(edit(11, 10).outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void repairs_of_what_a_robot_links_again_and_again_count_as_removals() {
    world.limits(Limits.DEFAULT.with("removed-links", "5"));
    world.mirror.want(7, "1*").agreedOn(7, "1*");
    world.portal.deal(7, "1/10/Y");
    world.portal.contacts(1, 2);
    int repairs = 0;
    RunOutcome outcome = RunOutcome.IN_SYNC;
    while (outcome == RunOutcome.IN_SYNC) {
      world.portal.deal(7, "1/10/Y 2/20/N");
      world.clock.advance(Duration.ofMinutes(30));
      outcome = world.sync().outcome();
      repairs++;
    }
    assertThat(repairs).isEqualTo(6);
  }

  @Test
  void nothing_managed_any_more_is_never_in_sync() {
    agreed(300);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    for (long deal = 1; deal <= 300; deal++) {
      world.mirror.forget(deal);
    }
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(world.sync(new Selection.Edited()).outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(world.plan().outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(world.sync().refusals())
        .extracting(Refusal::arithmetic)
        .containsExactly(
            "no deal is managed any more, although 300 were before: dealsync.deal was emptied, or"
                + " this is another database");
  }

  @Test
  void a_database_that_never_managed_a_deal_has_nothing_to_do() {
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.plan().outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void most_deals_taken_out_since_the_last_run_are_told_and_touch_no_portal() {
    agreed(300);
    world.sync();
    for (long deal = 1; deal <= 160; deal++) {
      world.mirror.forget(deal);
    }
    RunReport report = world.sync();
    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(report.note())
        .isEqualTo(
            "160 of 300 deals were taken out since the last run; the portal keeps what they have.");
    assertThat(world.sync().note()).isEmpty();
  }

  private void agreed(int deals) {
    for (long deal = 1; deal <= deals; deal++) {
      world.mirror.want(deal, "1* 2").agreedOn(deal, "1* 2");
      world.portal.deal(deal, "1/10/Y 2/20/N");
    }
  }

  private void empty(long first, int deals) {
    world.mirror.together(
        () -> {
          for (long deal = first; deal < first + deals; deal++) {
            world.mirror.want(deal, Links.set(""));
          }
        });
  }

  private RunReport edit(long first, int deals) {
    empty(first, deals);
    return world.sync(new Selection.Edited());
  }

  private RunReport sync(Map<String, String> allowances) {
    Limits usual = Limits.DEFAULT;
    world.limits(usual.with(allowances));
    RunReport report =
        world.sync(
            new RunHeader("main", "sync", "ann@desk", OptionalLong.empty(), allowances),
            new Selection.Edited());
    world.limits(usual);
    return report;
  }
}
