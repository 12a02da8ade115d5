package io.dealsync.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.plan.Delta;
import io.dealsync.plan.PlanTotals;
import io.dealsync.testing.Links;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {

  private static final Duration DAY = Duration.ofHours(24);
  private static final GuardWindow QUIET = GuardWindow.without(DAY);
  private static final Instant YESTERDAY = Instant.parse("2026-11-30T14:02:11Z");

  @ParameterizedTest(name = "{1} of {0} change")
  @CsvSource({
    "500, 150, true", // 30 % exactly
    "500, 151, false",
    "20,  6,   true",
    "20,  7,   false",
    "19,  19,  true", // too few for percentages
    "0,   0,   true",
  })
  void changed_percent_refuses_above_its_limit(long managed, long changes, boolean passes) {
    assertThat(passes(new Totals().managed(managed).changes(changes))).isEqualTo(passes);
  }

  @ParameterizedTest(name = "{1} of {0} emptied")
  @CsvSource({
    "500, 50, true",
    "500, 51, false",
    "20,  5,  true", // the floor
    "20,  6,  false",
    "5,   5,  true",
    "19,  19, false",
  })
  void emptied_percent_refuses_above_its_limit(long managed, long emptied, boolean passes) {
    assertThat(passes(new Totals().managed(managed).changes(1).emptied(emptied))).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1001, false"})
  void removed_links_refuses_above_its_limit(long removed, boolean passes) {
    assertThat(passes(new Totals().managed(5).changes(1).removed(removed))).isEqualTo(passes);
  }

  @Test
  void a_refusal_carries_its_arithmetic_and_the_way_out() {
    assertThat(refusals(Limits.DEFAULT, new Totals().managed(500).changes(206)))
        .containsExactly(
            new Refusal(
                Limit.CHANGED_PERCENT,
                "41.2 % of the managed deals would change (206 of 500), the limit is 30 %",
                "changed-percent=42"));
    assertThat(refusals(Limits.DEFAULT, new Totals().managed(500).changes(60).emptied(60)))
        .containsExactly(
            new Refusal(
                Limit.EMPTIED_PERCENT,
                "12.0 % of the managed deals would lose their last contact (60 of 500),"
                    + " the limit is 10 %",
                "emptied-percent=12"));
    assertThat(refusals(Limits.DEFAULT, new Totals().managed(5).changes(2).removed(1234)))
        .containsExactly(
            new Refusal(
                Limit.REMOVED_LINKS,
                "1234 links would be removed, the limit is 1000",
                "removed-links=1234"));
  }

  @Test
  void a_fractional_limit_is_shown_as_it_is() {
    Limits limits = Limits.DEFAULT.with("changed-percent", "2.5");
    assertThat(refusals(limits, new Totals().managed(100).changes(3)).get(0).arithmetic())
        .endsWith("the limit is 2.5 %");
  }

  @Test
  void every_exceeded_limit_is_named() {
    List<Refusal> refusals =
        refusals(Limits.DEFAULT, new Totals().managed(100).changes(90).emptied(80).removed(5000));
    assertThat(refusals)
        .extracting(Refusal::limit)
        .containsExactly(Limit.CHANGED_PERCENT, Limit.EMPTIED_PERCENT, Limit.REMOVED_LINKS);
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({"500, 206", "20, 7", "333, 101", "997, 998", "1000000, 300001"})
  void the_offered_allowance_lets_the_plan_pass(long managed, long changes) {
    Totals totals = new Totals().managed(managed).changes(changes).emptied(changes).removed(2000);
    Limits allowed = Limits.DEFAULT;
    for (Refusal refusal : refusals(Limits.DEFAULT, totals)) {
      String[] allowance = refusal.allowance().split("=");
      allowed = allowed.with(allowance[0], allowance[1]);
    }
    assertThat(new Guard(allowed).judge(totals.build(), QUIET))
        .isInstanceOf(Verdict.Approved.class);
  }

  @Test
  void an_empty_desired_side_is_refused_while_a_base_exists() {
    Totals totals = new Totals().managed(5).changes(5).lost(8);
    assertThat(refusals(Limits.DEFAULT, totals))
        .containsExactly(
            new Refusal(
                Limit.EMPTY_DESIRED,
                "no deal of the mirror has any contact, although both sides once agreed on 8 links",
                "empty-desired=yes"));
    assertThat(refusals(Limits.DEFAULT.with("empty-desired", "yes"), totals)).isEmpty();
  }

  @Test
  void an_empty_portal_is_refused_while_a_base_exists() {
    Totals totals = new Totals().managed(5).changes(5).observed(0).base(8);
    assertThat(refusals(Limits.DEFAULT, totals))
        .containsExactly(
            new Refusal(
                Limit.EMPTY_PORTAL,
                "the portal answers \"no links\" for every deal, although both sides once agreed on"
                    + " 8 links",
                "empty-portal=yes"));
    assertThat(refusals(Limits.DEFAULT.with("empty-portal", "yes"), totals)).isEmpty();
  }

  @Test
  void empty_sides_say_nothing_without_a_base_or_changes() {
    Totals empty = new Totals().managed(5).changes(1).lost(9).observed(0).base(8);
    assertThat(refusals(Limits.DEFAULT, empty)).hasSize(2);
    assertThat(refusals(Limits.DEFAULT, empty.copy().lost(0).base(0))).isEmpty();
    assertThat(refusals(Limits.DEFAULT, empty.copy().changes(0))).isEmpty();
  }

  @Test
  void an_empty_desired_side_is_refused_also_by_a_run_that_looks_at_one_deal() {
    Totals part = new Totals().managed(5).part(1).changes(1).lost(8);
    assertThat(refusals(Limits.DEFAULT, part))
        .extracting(Refusal::limit)
        .containsExactly(Limit.EMPTY_DESIRED);
  }

  @Test
  void an_empty_portal_is_refused_by_a_run_that_looks_at_several_deals() {
    Totals two = new Totals().managed(5).part(2).changes(1).observed(0).base(3);
    assertThat(refusals(Limits.DEFAULT, two))
        .containsExactly(
            new Refusal(
                Limit.EMPTY_PORTAL,
                "the portal answers \"no links\" for all 2 deals that were looked at, although both"
                    + " sides once agreed on 3 links",
                "empty-portal=yes"));
    assertThat(refusals(Limits.DEFAULT, two.copy().part(1))).isEmpty();
    assertThat(refusals(Limits.DEFAULT, two.copy().observed(1))).isEmpty();
    assertThat(refusals(Limits.DEFAULT, two.copy().base(0))).isEmpty();
    assertThat(refusals(Limits.DEFAULT, two.copy().changes(0))).isEmpty();
    assertThat(refusals(Limits.DEFAULT.with("empty-portal", "yes"), two)).isEmpty();
  }

  @Test
  void the_only_deal_of_a_mirror_tells_whether_the_portal_is_empty() {
    assertThat(passes(new Totals().managed(1).changes(1).observed(0).base(3))).isFalse();
  }

  @Test
  void what_was_emptied_within_the_window_counts_with_what_would_be() {
    Totals three = new Totals().managed(311).changes(3).emptied(3);
    assertThat(refusals(Limits.DEFAULT, three, after(28, 0))).isEmpty();
    assertThat(refusals(Limits.DEFAULT, three, after(29, 0)))
        .containsExactly(
            new Refusal(
                Limit.EMPTIED_PERCENT,
                "32 of 311 deals would have lost their last contact within 24 h: 29 since"
                    + " 2026-11-30 14:02 UTC in runs 12 to 15, 3 now; the limit is 10 %",
                "emptied-percent=11"));
  }

  @Test
  void what_was_removed_within_the_window_counts_with_what_would_be() {
    Totals ten = new Totals().changes(3).removed(10);
    assertThat(refusals(Limits.DEFAULT, ten, after(0, 990))).isEmpty();
    assertThat(refusals(Limits.DEFAULT, ten, after(0, 991)))
        .containsExactly(
            new Refusal(
                Limit.REMOVED_LINKS,
                "1001 links would have been removed within 24 h: 991 since 2026-11-30 14:02 UTC in"
                    + " runs 12 to 15, 10 now; the limit is 1000",
                "removed-links=1001"));
  }

  @Test
  void a_plan_that_destroys_nothing_is_not_refused_for_what_others_did() {
    assertThat(refusals(Limits.DEFAULT, new Totals().changes(3), after(90, 5000))).isEmpty();
  }

  @Test
  void a_busy_day_of_hand_edits_on_a_small_portal_stays_below_the_floor() {
    Totals one = new Totals().managed(12).changes(1).emptied(1);
    assertThat(refusals(Limits.DEFAULT, one, after(4, 4))).isEmpty();
    assertThat(refusals(Limits.DEFAULT, one, after(5, 5)))
        .extracting(Refusal::arithmetic)
        .containsExactly(
            "6 of 12 deals would have lost their last contact within 24 h: 5 since 2026-11-30 14:02"
                + " UTC in runs 12 to 15, 1 now; the limit is 5 deals");
    assertThat(refusals(Limits.DEFAULT.withEmptiedFloor(6), one, after(5, 5))).isEmpty();
    assertThat(refusals(Limits.DEFAULT.with("emptied-percent", "0"), one, QUIET)).hasSize(1);
  }

  @Test
  void paused_deals_are_no_part_of_the_whole() {
    Totals active = new Totals().managed(400).paused(365).changes(10).emptied(6);
    assertThat(refusals(Limits.DEFAULT, active.copy().paused(365)))
        .extracting(Refusal::arithmetic)
        .containsExactly(
            "17.1 % of the managed deals in mode mirror would lose their last contact (6 of 35),"
                + " the limit is 5 deals");
    assertThat(refusals(Limits.DEFAULT, active.copy().emptied(0).changes(11)))
        .extracting(Refusal::arithmetic)
        .containsExactly(
            "31.4 % of the managed deals that are not paused would change (11 of 35), the limit is"
                + " 30 %");
  }

  @Test
  void add_only_deals_cannot_be_emptied_and_are_no_part_of_that_whole() {
    Totals some = new Totals().managed(400).addOnly(300).changes(11).emptied(11);
    assertThat(refusals(Limits.DEFAULT, some))
        .extracting(Refusal::allowance)
        .containsExactly("emptied-percent=11");
    assertThat(refusals(Limits.DEFAULT, some.emptied(10))).isEmpty();
  }

  @Test
  void nothing_managed_any_more_is_refused_even_when_nothing_would_change() {
    PlanTotals none = nothing(new ManagedDeals(0, 0, 0, 300));
    assertThat(new Guard(Limits.DEFAULT).judge(none, QUIET))
        .isEqualTo(
            new Verdict.Refused(
                List.of(
                    new Refusal(
                        Limit.EMPTY_DESIRED,
                        "no deal is managed any more, although 300 were before: dealsync.deal was"
                            + " emptied, or this is another database",
                        "empty-desired=yes"))));
    assertThat(new Guard(Limits.DEFAULT.with("empty-desired", "yes")).judge(none, QUIET))
        .isInstanceOf(Verdict.Approved.class);
    assertThat(new Guard(Limits.DEFAULT).judge(nothing(ManagedDeals.mirrored(0)), QUIET))
        .isInstanceOf(Verdict.Approved.class);
  }

  private static PlanTotals nothing(ManagedDeals managed) {
    return new PlanTotals(managed, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true);
  }

  @Test
  void an_approval_has_no_room_for_what_the_window_has_used_up() {
    PlanTotals plan = new Totals().managed(5).changes(2).removed(2).build();
    Guard guard = new Guard(Limits.DEFAULT.with("removed-links", "10"));
    Approval approval = ((Verdict.Approved) guard.judge(plan, after(0, 7))).approval();
    Delta one = delta("7/10/Y 8/20/N", "7*");
    Delta two = delta("7/10/Y 8/20/N 9/30/N", "7*");
    assertThat(approval.admits(one, two)).isTrue();
    assertThat(approval.admits(one, two)).isFalse();
  }

  @Test
  void an_approval_admits_a_change_that_takes_no_more_than_the_planned_one() {
    Approval approval = approve(new Totals().managed(20).changes(3).removed(1500), "2");
    assertThat(approval.admits(delta("7/10/Y 8/20/N", "9*"), delta("7/10/Y 8/20/N", "5*")))
        .isTrue();
  }

  @Test
  void an_approval_admits_more_up_to_the_limit_and_remembers_it() {
    Approval approval = approve(new Totals().managed(5).changes(1).removed(1), "2");
    Delta planned = delta("7/10/Y 8/20/N", "7*");
    Delta twice = delta("7/10/Y 8/20/N 9/30/N", "7*");
    Delta thrice = delta("7/10/Y 8/20/N 9/30/N 6/40/N", "7*");
    assertThat(approval.admits(planned, thrice)).isFalse();
    assertThat(approval.admits(planned, twice)).isTrue();
    assertThat(approval.admits(planned, twice)).isFalse();
    assertThat(approval.admits(twice, planned)).isTrue();
    assertThat(approval.admits(planned, twice)).isTrue();
  }

  @Test
  void an_approval_counts_deals_that_would_be_emptied_now() {
    Approval approval = approve(new Totals().managed(20).changes(2).emptied(1).removed(2), "100");
    Delta keeps = delta("7/10/Y 8/20/N", "7*");
    Delta empties = delta("7/10/Y", "");
    assertThat(approval.admits(keeps, empties)).isTrue();
    assertThat(approval.admits(keeps, empties)).isFalse();
    assertThat(approval.admits(empties, keeps)).isTrue();
    assertThat(approval.admits(keeps, empties)).isTrue();
  }

  @Test
  void an_approval_is_used_up_by_what_an_earlier_attempt_may_have_removed() {
    Approval approval = approve(new Totals().managed(5).changes(2).removed(2), "3");
    Delta sent = delta("7/10/Y 8/20/N 9/30/N", "7* 5");
    Delta rest = delta("7/10/Y", "7* 5");
    Delta other = delta("7/10/Y 6/20/N", "7* 5");
    Delta two = delta("1/10/Y 2/20/N 3/30/N", "1*");
    assertThat(approval.admitsAfter(sent, rest)).isTrue();
    assertThat(approval.admits(rest, two)).as("two and two").isFalse();
    assertThat(approval.admitsAfter(sent, other)).as("two and another one").isTrue();
    assertThat(approval.admitsAfter(rest, other)).isFalse();
  }

  @Test
  void an_approval_counts_a_deal_as_emptied_that_an_earlier_attempt_may_have_emptied() {
    Approval approval = approve(new Totals().managed(20).changes(2).emptied(2).removed(2), "100");
    Delta empties = delta("7/10/Y", "");
    Delta keeps = delta("7/10/Y 8/20/N", "7*");
    assertThat(approval.admitsAfter(empties, keeps)).isTrue();
    assertThat(approval.admits(keeps, empties)).isFalse();
    assertThat(approval.admitsAfter(keeps, empties)).isFalse();
    assertThat(approval.admitsAfter(keeps, keeps)).isTrue();
  }

  private static Approval approve(Totals totals, String removedLinks) {
    return new Approval(
        Limits.DEFAULT.withEmptiedFloor(0).with("removed-links", removedLinks),
        totals.build(),
        Losses.NONE,
        Optional.empty());
  }

  private static Delta delta(String before, String target) {
    return Delta.between(Links.image(before), Links.set(target));
  }

  private static boolean passes(Totals totals) {
    return refusals(Limits.DEFAULT, totals).isEmpty();
  }

  @Test
  void a_window_of_minutes_is_told_in_minutes() {
    Losses lost = new Losses(5, 5, Optional.of(new Losses.Runs(12, 12, YESTERDAY)));
    GuardWindow window = new GuardWindow(Duration.ofMinutes(90), lost, Losses.NONE);

    assertThat(refusals(Limits.DEFAULT, new Totals().managed(40).changes(1).emptied(1), window))
        .singleElement()
        .extracting(Refusal::arithmetic)
        .asString()
        .contains("within 90 min", "in run 12");
  }

  @Test
  void losses_of_which_nobody_knows_the_runs_are_told_as_numbers() {
    GuardWindow window =
        new GuardWindow(
            DAY, new Losses(9, 0, Optional.empty()), new Losses(7, 3, Optional.empty()));

    assertThat(refusals(Limits.DEFAULT, new Totals().managed(40).changes(1).emptied(1), window))
        .singleElement()
        .extracting(Refusal::arithmetic)
        .asString()
        .contains("10 of 40 deals", "9, 1 now");
  }

  @Test
  void losses_are_counted_from_0() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Losses(-1, 0, Optional.empty()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Losses(0, -1, Optional.empty()));
  }

  @Test
  void where_no_deal_may_be_emptied_any_is_all_of_them() {
    assertThat(
            refusals(
                Limits.DEFAULT.with("emptied-percent", "0"),
                new Totals().managed(3).addOnly(3).changes(1).emptied(1)))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.arithmetic()).startsWith("100 %");
              assertThat(refusal.allowance()).isEqualTo("emptied-percent=100");
            });
  }

  @Test
  void small_runs_that_adopt_are_judged_with_what_the_mirror_lost_before() {
    Losses lost = new Losses(5, 5, Optional.of(new Losses.Runs(12, 15, YESTERDAY)));
    GuardWindow window = new GuardWindow(DAY, Losses.NONE, lost);

    assertThat(refusals(Limits.DEFAULT, new Totals().managed(40).changes(1).emptied(1), window))
        .extracting(Refusal::limit)
        .containsExactly(Limit.EMPTIED_PERCENT);
  }

  private static GuardWindow after(long emptied, long removed) {
    Losses lost = new Losses(emptied, removed, Optional.of(new Losses.Runs(12, 15, YESTERDAY)));
    return new GuardWindow(DAY, lost, Losses.NONE);
  }

  private static List<Refusal> refusals(Limits limits, Totals totals) {
    return refusals(limits, totals, QUIET);
  }

  private static List<Refusal> refusals(Limits limits, Totals totals, GuardWindow window) {
    return switch (new Guard(limits).judge(totals.build(), window)) {
      case Verdict.Approved ignored -> List.of();
      case Verdict.Refused refused -> refused.refusals();
    };
  }

  /** A plan's numbers, of which a test names the few that matter. */
  private static final class Totals {
    private long managed = 100;
    private long paused;
    private long addOnly;
    private long changes;
    private long emptied;
    private long removed;
    private long observed = 1;
    private long base = 1;
    private long lost;
    private long considered;
    private boolean everything = true;

    Totals managed(long number) {
      managed = number;
      return this;
    }

    Totals paused(long number) {
      paused = number;
      return this;
    }

    Totals addOnly(long number) {
      addOnly = number;
      return this;
    }

    Totals changes(long number) {
      changes = number;
      return this;
    }

    Totals emptied(long number) {
      emptied = number;
      return this;
    }

    Totals removed(long number) {
      removed = number;
      return this;
    }

    Totals observed(long number) {
      observed = number;
      return this;
    }

    Totals base(long number) {
      base = number;
      return this;
    }

    Totals lost(long number) {
      lost = number;
      return this;
    }

    Totals part(long deals) {
      everything = false;
      considered = deals;
      return this;
    }

    Totals copy() {
      Totals copy =
          new Totals()
              .managed(managed)
              .paused(paused)
              .addOnly(addOnly)
              .changes(changes)
              .emptied(emptied)
              .removed(removed)
              .observed(observed)
              .base(base)
              .lost(lost);
      return everything ? copy : copy.part(considered);
    }

    PlanTotals build() {
      return new PlanTotals(
          new ManagedDeals(managed, paused, addOnly, managed),
          everything ? managed : considered,
          0,
          changes,
          0,
          0,
          emptied,
          0,
          removed,
          1,
          observed,
          base,
          lost,
          everything);
    }
  }

  @Test
  void a_database_that_came_back_writes_nothing_until_a_person_says_so() {
    Optional<ReturnedDatabase> back =
        Optional.of(new ReturnedDatabase("the database was restored"));
    PlanTotals two = new Totals().managed(5).changes(2).build();
    GuardWindow window = GuardWindow.without(Limits.DEFAULT.window());

    assertThat(new Guard(Limits.DEFAULT, back).judge(two, window))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused ->
                assertThat(refused.refusals())
                    .containsExactly(
                        new Refusal(
                            Limit.RETURNED_DATABASE,
                            "the database was restored; what the portal has may be newer than the"
                                + " mirror, and 2 deals would be put back. Look at the plan first",
                            "returned-database=yes")));
    assertThat(new Guard(Limits.DEFAULT.with("returned-database", "yes"), back).judge(two, window))
        .isInstanceOf(Verdict.Approved.class);
    assertThat(
            new Guard(Limits.DEFAULT, back)
                .judge(new Totals().managed(5).changes(0).build(), window))
        .isInstanceOf(Verdict.Approved.class);
  }
}
