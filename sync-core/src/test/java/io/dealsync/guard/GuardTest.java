package io.dealsync.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.plan.Delta;
import io.dealsync.plan.PlanTotals;
import io.dealsync.testing.Links;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {

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
  @CsvSource({"500, 50, true", "500, 51, false", "20, 2, true", "20, 3, false", "19, 19, true"})
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
    assertThat(new Guard(allowed).judge(totals.build())).isInstanceOf(Verdict.Approved.class);
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
    return new Approval(Limits.DEFAULT.with("removed-links", removedLinks), totals.build());
  }

  private static Delta delta(String before, String target) {
    return Delta.between(Links.image(before), Links.set(target));
  }

  private static boolean passes(Totals totals) {
    return refusals(Limits.DEFAULT, totals).isEmpty();
  }

  private static List<Refusal> refusals(Limits limits, Totals totals) {
    return switch (new Guard(limits).judge(totals.build())) {
      case Verdict.Approved ignored -> List.of();
      case Verdict.Refused refused -> refused.refusals();
    };
  }

  /** A plan's numbers, of which a test names the few that matter. */
  private static final class Totals {
    private long managed = 100;
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
          managed,
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
}
