package io.dealsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.guard.Approval;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.portal.WriteResult;
import io.dealsync.portal.WriteRound;
import io.dealsync.testing.Changes;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One deal whose primary and order an own call changes while a colleague edits it. */
class LostEditsTest {

  private static final Instant THEN = Instant.EPOCH;
  private static final Instant NOW = THEN.plusSeconds(1);
  private static final String BEFORE = "1/10/Y 2/20/N";
  private static final String TARGET = "2* 1";
  private static final String FOUND = "1/10/Y 2/20/N 251/30/N";
  private static final String AFTER = "2/10/Y 1/20/N";

  private final LostEdits lost = new LostEdits(new Recheck(Comparison.ORDER), Comparison.ORDER);

  @ParameterizedTest
  @EnumSource
  void a_call_that_found_what_it_expected_has_overwritten_nothing(Policy policy) {
    Change change = change(policy);
    assertThat(sent(change, BEFORE)).isEmpty();
    assertThat(lost.isToBePutBack(change, done())).isFalse();
    assertThat(lost.isToBeRestored(change)).isFalse();
    assertThat(putBack(change, AFTER)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_call_of_which_the_portal_does_not_say_what_it_found_tells_nothing(Policy policy) {
    Change change = change(policy);
    WriteRound silent = new WriteRound(Map.of(1L, done()), Optional.empty());
    assertThat(lost.take(List.of(change), silent)).isEmpty();
    assertThat(lost.isToBePutBack(change, done())).isFalse();
  }

  @Test
  void what_a_call_found_is_evidence_under_every_policy() {
    for (Policy policy : Policy.values()) {
      assertThat(sent(change(policy), FOUND)).extracting(Evidence::before).contains(image(FOUND));
      lost.windowDone();
    }
  }

  @Test
  void under_mirror_wins_nothing_is_put_back() {
    Change change = change(Policy.MIRROR_WINS);
    sent(change, FOUND);
    assertThat(lost.isToBePutBack(change, done())).isFalse();
    assertThat(lost.isToBeRestored(change)).isFalse();
    assertThat(putBack(change, AFTER)).isEmpty();
  }

  @Test
  void under_merge_the_edit_comes_on_top_of_what_the_call_made() {
    Change change = change(Policy.MERGE);
    sent(change, FOUND);
    assertThat(lost.isToBePutBack(change, done())).isTrue();
    assertThat(lost.isToBeRestored(change)).isFalse();

    Change next = go(putBack(change, AFTER));
    assertThat(next.before()).isEqualTo(image(AFTER));
    assertThat(next.target().contacts()).containsExactlyInAnyOrder(2L, 1L, 251L);
    assertThat(next.target().primary()).isEqualTo(2);
    assertThat(next.adoption().orElseThrow().to()).isEqualTo(next.target());
  }

  @Test
  void under_hold_the_portal_gets_back_what_it_had_and_the_change_ends_held() {
    Change change = change(Policy.HOLD);
    sent(change, FOUND);
    assertThat(lost.isToBePutBack(change, done())).isTrue();
    assertThat(lost.isToBeRestored(change)).isTrue();

    Change next = go(putBack(change, AFTER));
    assertThat(next.before()).isEqualTo(image(AFTER));
    assertThat(next.target().asImage()).isEqualTo(image(FOUND));
    assertThat(lost.restored(new Settled(next, new Outcome.Failed("no")))).isEmpty();
    assertThat(lost.confirmed(next, image(FOUND)))
        .isEqualTo(
            new Outcome.Held(
                HoldReason.BOTH_CHANGED,
                "Both sides changed in the same second: mirror has 2* 1, portal had 1* 2 251 and"
                    + " has that again."));
    assertThat(lost.restored(new Settled(next, new Outcome.Failed("no"))))
        .contains(new Agreement(1, image(FOUND), image(BEFORE), OptionalLong.empty(), false));
  }

  @Test
  void a_change_for_which_nothing_was_put_back_ends_verified() {
    Change change = change(Policy.MERGE);
    sent(change, FOUND);
    assertThat(lost.confirmed(change, image(AFTER))).isEqualTo(new Outcome.Verified(image(AFTER)));
    assertThat(lost.restored(new Settled(change, new Outcome.Verified(image(AFTER))))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sort_values_that_do_not_count_are_not_put_back(Policy policy) {
    Change change = change(policy);
    sent(change, "1/10/Y 2/77/N");
    assertThat(lost.isToBePutBack(change, done())).isFalse();
    assertThat(lost.isToBeRestored(change)).isFalse();
    assertThat(putBack(change, AFTER)).isEmpty();
  }

  @Test
  void only_a_call_that_was_carried_out_has_overwritten() {
    Change change = change(Policy.MERGE);
    sent(change, FOUND);
    assertThat(lost.isToBePutBack(change, new WriteResult.NotSent("no"))).isFalse();
    assertThat(lost.isToBePutBack(change, new WriteResult.Unknown("lost"))).isFalse();
  }

  @Test
  void a_deal_that_cannot_be_read_after_the_call_is_left_alone() {
    Change change = change(Policy.HOLD);
    sent(change, FOUND);
    assertThat(lost.putBack(change, new Observation.Missing(NOW), approval(change))).isEmpty();
  }

  @Test
  void a_deal_that_still_has_the_edit_needs_nothing_put_back() {
    Change change = change(Policy.HOLD);
    sent(change, FOUND);
    assertThat(putBack(change, FOUND)).isEmpty();
  }

  @Test
  void a_merge_that_finds_a_contradiction_puts_back_and_leaves_it_to_a_person() {
    Change change = change(Policy.MERGE, "1/10/Y 2/20/N 3/30/N", "2* 1 3");
    sent(change, "1/10/N 2/20/N 3/30/Y");

    Change next = go(putBack(change, "2/10/Y 1/20/N 3/30/N"));

    assertThat(next.target().asImage()).isEqualTo(image("1/10/N 2/20/N 3/30/Y"));
    assertThat(lost.isToBeRestored(change)).isTrue();
    assertThat(lost.confirmed(next, next.target().asImage()))
        .isInstanceOfSatisfying(
            Outcome.Held.class, held -> assertThat(held.reason()).isEqualTo(HoldReason.CONFLICT));
  }

  @Test
  void a_colleague_who_made_the_same_edit_has_lost_nothing() {
    Change change = change(Policy.MERGE);
    sent(change, "2/5/Y 1/6/N");
    assertThat(putBack(change, AFTER)).isEmpty();
    assertThat(lost.isToBeRestored(change)).isFalse();
  }

  @Test
  void a_colleague_who_unlinked_what_the_call_unlinks_has_lost_nothing() {
    Change change = change(Policy.MERGE, "1/10/Y 2/20/N 3/30/N", "4* 3");
    sent(change, "3/30/N");
    assertThat(lost.isToBePutBack(change, done())).isTrue();
    assertThat(putBack(change, "4/10/Y 3/20/N")).isEmpty();
  }

  @Test
  void an_edit_that_the_colleague_has_repeated_is_still_to_be_learnt() {
    Change change = change(Policy.MERGE);
    sent(change, FOUND);
    LinkSet merged = go(putBack(change, AFTER)).target();

    Change next = go(putBack(change, merged.asImage().toString()));

    assertThat(next.target()).isEqualTo(merged);
    assertThat(next.adoption()).contains(new Adoption(Links.set(TARGET), merged));
  }

  @Test
  void a_second_call_that_finds_nothing_new_has_nothing_open_any_more() {
    Change change = change(Policy.MERGE);
    sent(change, FOUND);
    sent(change, BEFORE);
    assertThat(lost.isToBePutBack(change, done())).isFalse();
  }

  @Test
  void the_next_window_knows_nothing_of_this_one() {
    Change change = change(Policy.HOLD);
    sent(change, FOUND);
    putBack(change, AFTER);
    lost.windowDone();
    assertThat(lost.isToBePutBack(change, done())).isFalse();
    assertThat(lost.isToBeRestored(change)).isFalse();
    assertThat(lost.confirmed(change, image(AFTER))).isEqualTo(new Outcome.Verified(image(AFTER)));
  }

  private List<Evidence> sent(Change change, String found) {
    return lost.take(
        List.of(change),
        new WriteRound(Map.of(1L, done()), Map.of(1L, image(found)), Optional.empty()));
  }

  private Optional<Recheck.Result> putBack(Change change, String now) {
    return lost.putBack(change, new Observation.Present(image(now), NOW), approval(change));
  }

  private static Change go(Optional<Recheck.Result> result) {
    return ((Recheck.Result.Go) result.orElseThrow()).change();
  }

  private static Approval approval(Change change) {
    return Changes.approved(World.NO_LIMITS, 1, List.of(change));
  }

  private static Change change(Policy policy) {
    return change(policy, BEFORE, TARGET);
  }

  private static Change change(Policy policy, String before, String target) {
    return Changes.change(1, Mode.MIRROR, policy, before, target, THEN);
  }

  private static WriteResult done() {
    return new WriteResult.Done(image(AFTER));
  }

  private static LinkImage image(String rows) {
    return Links.image(rows);
  }
}
