package io.dealsync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.guard.Limits;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.LeaseLostException;
import io.dealsync.journal.Outcome;
import io.dealsync.observe.ListTrust;
import io.dealsync.plan.Change;
import io.dealsync.portal.PortalFailure;
import io.dealsync.run.StopSignal;
import io.dealsync.run.Waves;
import io.dealsync.testing.Changes;
import io.dealsync.testing.FakeJournal;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Fault;
import io.dealsync.testing.JournalRow;
import io.dealsync.testing.Links;
import io.dealsync.testing.Phases;
import io.dealsync.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplierTest {

  private static final Duration RECHECK_AFTER = Duration.ofSeconds(60);

  private final World world = new World();
  private final Phases progress = new Phases();
  private final List<Change> plan = new ArrayList<>();
  private Limits limits = World.NO_LIMITS;
  private Instant confirmedAt = world.clock.instant();
  private StopSignal stop = StopSignal.NEVER;
  private FakeRun run;

  @Nested
  class a_write_that_is {

    @Test
    void confirmed_moves_the_base() {
      given(1, "7/10/Y", "7* 8");
      Applied applied = apply();
      assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 8/20/N"));
      assertThat(row(1).outcome()).contains(new Outcome.Verified(Links.image("7/10/Y 8/20/N")));
      assertThat(world.mirror.get(1).base()).contains(Links.set("7* 8"));
      assertThat(applied).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.readCalls()).isEmpty();
    }

    @Test
    void about_to_leave_stays_here_when_the_lease_is_gone() {
      given(1, "7/10/Y", "7* 8");
      world.portal.watch(changes -> world.leases.releaseAll());

      assertThatThrownBy(ApplierTest.this::apply)
          .isInstanceOf(LeaseLostException.class)
          .hasMessageContaining("lost its hold on portal main")
          .hasMessageContaining("run again");

      assertThat(world.portal.written()).isEmpty();
    }

    @Test
    void refused_fails_with_the_portals_words_and_is_not_repeated() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.REFUSED);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).failed(1).build());
      assertThat(error(1))
          .isEqualTo(
              "The portal does not let its user see contact 7, and so refused: [Contact #7] You do"
                  + " not have permission");
      assertThat(row(1).attempts()).isEqualTo(1);
    }

    @Test
    void refused_with_a_code_fails_with_code_and_words() {
      given(1, "7/10/Y", "7* 8");
      world.portal.deny(1);
      apply();
      assertThat(error(1)).isEqualTo("The portal refused: ACCESS_DENIED Access denied!");
    }

    @Test
    void not_sent_stays_planned_and_is_no_failure_of_its_deal() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.NOT_SENT);
      assertThat(apply()).isEqualTo(new Expected().unsent(1).build());
      assertThat(row(1).status()).isEqualTo(ChangeStatus.PLANNED);
      assertThat(row(1).attempts()).isZero();
      assertThat(row(1).outcome())
          .contains(new Outcome.NotSent("Not sent: the batch ended before it"));
    }

    @Test
    void lost_and_then_not_sent_again_is_read_once_more() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT, Fault.NOT_SENT);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.readCalls()).hasSize(2);
    }

    @Test
    void lost_and_then_not_sent_again_because_the_portal_broke_down_stays_unknown() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT);
      PortalFailure failure = FakePortal.unreachable();
      world.portal.failAfter(2, failure);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).unknown(1).failure(failure));
      assertThat(row(1).outcome())
          .contains(
              new Outcome.Unknown(
                  "Sent without a clear effect, and not sent again: The portal does not answer."));
    }

    @Test
    void lost_after_its_effect_is_found_done_and_not_repeated() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.LOST_AFTER_EFFECT);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(row(1).attempts()).isEqualTo(1);
      assertThat(world.portal.written()).hasSize(1);
    }

    @Test
    void lost_before_its_effect_is_sent_again_after_reading() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(row(1).attempts()).isEqualTo(2);
      assertThat(world.portal.readCalls()).containsExactly(List.of(1L));
    }

    @Test
    void lost_half_way_is_decided_anew_from_what_is_left() {
      given(1, "7/10/Y 8/20/N 9/30/N", "9* 5 6");
      world.portal.contacts(5, 6).fault(1, Fault.LOST_HALF_WAY);
      apply();
      assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("9* 5 6"));
      assertThat(row(1).change().before()).isEqualTo(Links.image("7/10/Y 8/20/N 9/30/N"));
    }

    @Test
    void lost_half_way_for_good_leaves_a_base_from_which_any_policy_goes_on() {
      given(1, Mode.MIRROR, Policy.HOLD, "7/10/Y 8/20/N 9/30/N", "9* 5 6");
      world
          .portal
          .contacts(5, 6)
          .fault(1, Fault.LOST_HALF_WAY, Fault.LOST_BEFORE_EFFECT, Fault.LOST_BEFORE_EFFECT);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).failed(1).build());
      assertThat(world.mirror.get(1).base()).contains(world.portal.rows(1).canonical());
    }

    @Test
    void lost_every_time_fails_with_what_the_portal_has() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(
          1, Fault.LOST_BEFORE_EFFECT, Fault.LOST_BEFORE_EFFECT, Fault.LOST_BEFORE_EFFECT);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).failed(1).build());
      assertThat(error(1)).isEqualTo("the answer was lost; the portal has 7/10/Y after 3 attempts");
      assertThat(row(1).attempts()).isEqualTo(Applier.ATTEMPTS);
    }

    @Test
    void lost_on_the_last_attempt_may_still_be_found_done() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(
          1, Fault.LOST_BEFORE_EFFECT, Fault.LOST_BEFORE_EFFECT, Fault.LOST_AFTER_EFFECT);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(row(1).attempts()).isEqualTo(3);
    }

    @Test
    void lost_and_cannot_be_read_back_stays_unknown() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.LOST_AFTER_EFFECT);
      world.portal.garble(1);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).unknown(1).build());
      assertThat(row(1).outcome())
          .contains(new Outcome.Unknown("the answer was lost; the deal could not be read back"));
      assertThat(world.portal.written()).hasSize(1);
    }

    @Test
    void lost_and_denied_on_the_last_attempt_stays_unknown() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(
          1, Fault.LOST_BEFORE_EFFECT, Fault.LOST_BEFORE_EFFECT, Fault.LOST_BEFORE_EFFECT);
      onCall(6, () -> world.portal.deny(1));
      assertThat(apply()).isEqualTo(new Expected().pushed(1).unknown(1).build());
    }

    @Test
    void lost_together_with_its_deal_is_held() {
      given(1, "7/10/Y", "7* 8");
      world.portal.missingDealsAnswerNotFound();
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT);
      onCall(2, () -> world.portal.deleteDeal(1));
      assertThat(apply()).isEqualTo(new Expected().pushed(1).held(1).build());
      assertThat(holdOf(1)).isEqualTo(HoldReason.DEAL_MISSING);
    }

    @Test
    void without_effect_is_sent_again() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.IGNORED);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(row(1).attempts()).isEqualTo(2);
    }

    @Test
    void without_effect_every_time_fails() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.IGNORED, Fault.IGNORED, Fault.IGNORED);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).failed(1).build());
      assertThat(error(1)).isEqualTo("The portal has 7/10/Y after crm.deal.contact.add");
    }

    @Test
    void without_effect_and_cannot_be_read_fails_with_what_it_left() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.IGNORED);
      world.portal.garble(1);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).failed(1).build());
    }

    @Test
    void of_a_bad_deal_neither_stops_nor_hides_the_others() {
      given(1, "7/10/Y", "7* 8");
      given(2, "7/10/Y", "7* 8");
      given(3, "7/10/Y", "7* 8");
      given(4, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.REFUSED);
      world.portal.fault(2, Fault.NOT_SENT);
      world.portal.fault(3, Fault.LOST_BEFORE_EFFECT);
      assertThat(apply())
          .isEqualTo(new Expected().pushed(3).verified(2).failed(1).unsent(1).build());
      assertThat(run.rows())
          .extracting(JournalRow::status)
          .containsExactly(
              ChangeStatus.FAILED,
              ChangeStatus.PLANNED,
              ChangeStatus.VERIFIED,
              ChangeStatus.VERIFIED);
    }
  }

  @Nested
  class an_old_observation {

    @Test
    void is_good_until_it_is_older_than_allowed() {
      given(1, "7/10/Y", "7* 8");
      world.clock.advance(RECHECK_AFTER);
      apply();
      assertThat(world.portal.readCalls()).isEmpty();
    }

    @Test
    void is_read_again_and_the_same_change_goes_on() {
      given(1, "7/10/Y", "7* 8");
      Change planned = plan.get(0);
      world.clock.advance(RECHECK_AFTER.plusMillis(1));
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.readCalls()).containsExactly(List.of(1L));
      assertThat(row(1).change().method()).isEqualTo(planned.method());
      assertThat(row(1).change().before()).isEqualTo(planned.before());
      assertThat(world.portal.written().get(0).observedAt()).isEqualTo(world.clock.instant());
    }

    @Test
    void leads_to_a_replanned_change_when_the_portal_moved() {
      given(1, "7/10/Y", "7* 8");
      world.portal.edit(1).add(9, false);
      old();
      apply();
      assertThat(row(1).change().before()).isEqualTo(Links.image("7/10/Y 9/20/N"));
      assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("7* 8"));
    }

    @Test
    void is_needless_when_somebody_did_it_already() {
      given(1, "7/10/Y", "7* 8");
      world.portal.edit(1).add(8, false);
      old();
      assertThat(apply()).isEqualTo(new Expected().needless(1).build());
      assertThat(row(1).outcome()).contains(new Outcome.Needless(Links.image("7/10/Y 8/20/N")));
      assertThat(world.mirror.get(1).base()).contains(Links.set("7* 8"));
      assertThat(world.portal.written()).isEmpty();
    }

    @Test
    void leads_to_a_hold_when_policy_says_so() {
      given(1, Mode.MIRROR, Policy.HOLD, "7/10/Y", "7* 8");
      world.portal.edit(1).add(9, false);
      old();
      assertThat(apply()).isEqualTo(new Expected().held(1).build());
      assertThat(holdOf(1)).isEqualTo(HoldReason.BOTH_CHANGED);
      assertThat(world.portal.written()).isEmpty();
    }

    @Test
    void of_a_gone_deal_leads_to_a_hold() {
      given(1, "7/10/Y", "7* 8");
      world.portal.missingDealsAnswerNotFound();
      world.portal.deleteDeal(1);
      old();
      apply();
      assertThat(holdOf(1)).isEqualTo(HoldReason.DEAL_MISSING);
    }

    @Test
    void of_a_gone_deal_that_answers_no_links_leads_to_a_hold_too() {
      given(1, "7/10/Y", "7* 8");
      world.portal.deleteDeal(1);
      old();
      apply();
      assertThat(holdOf(1)).isEqualTo(HoldReason.DEAL_MISSING);
      assertThat(world.portal.written()).isEmpty();
    }

    @Test
    void that_cannot_be_renewed_fails_the_deal() {
      given(1, "7/10/Y", "7* 8");
      given(2, "7/10/Y", "7* 8");
      world.portal.garble(1);
      old();
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).failed(1).build());
      assertThat(error(1)).isEqualTo("The deal could not be read: not JSON");
    }

    @Test
    void never_leads_to_linking_a_contact_that_was_deleted_meanwhile() {
      given(1, "7/10/Y 8/20/N", "7* 8 9");
      world.portal.deleteContact(8);
      old();
      assertThat(apply()).isEqualTo(new Expected().held(1).build());
      assertThat(holdOf(1)).isEqualTo(HoldReason.CONTACT_MISSING);
      assertThat(row(1).change().before()).isEqualTo(Links.image("7/10/Y 8/20/N"));
      assertThat(world.portal.misdeeds()).isEmpty();
    }

    @Test
    void leads_to_a_hold_when_the_new_change_exceeds_the_limits() {
      given(1, "7/10/Y 8/20/N", "7*");
      limits = Limits.DEFAULT.with("removed-links", "1");
      world.portal.edit(1).add(9, false);
      old();
      assertThat(apply()).isEqualTo(new Expected().held(1).build());
      assertThat(world.mirror.holdOf(1))
          .contains(
              new HeldDeal(
                  1,
                  HoldReason.GUARD,
                  "The portal moved to 7/10/Y 8/20/N 9/30/N after the plan was approved, and the"
                      + " change needed now (unlink 8 9) exceeds what the guard passed."));
    }

    @Test
    void of_an_add_only_deal_does_not_bring_back_what_people_unlinked() {
      given(1, Mode.ADD_ONLY, Policy.MIRROR_WINS, "7/10/Y 9/20/N", "7/10/Y 9/20/N 8/30/N");
      world.portal.edit(1).delete(9);
      old();
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("7* 8"));
    }

    @Test
    void is_renewed_for_old_ones_only() {
      given(1, "7/10/Y", "7* 8");
      old();
      given(2, "7/10/Y", "7* 8");
      assertThat(apply().verified()).isEqualTo(2);
      assertThat(world.portal.readCalls()).containsExactly(List.of(1L));
    }
  }

  @Nested
  class a_write_that_had_to_wait_too_long {

    @Test
    void is_read_again_and_sent_in_the_same_run() {
      given(1, "7/10/Y 8/20/N", "9* 7");
      onCall(1, () -> world.clock.advance(RECHECK_AFTER.plusMillis(1)));
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.readCalls()).containsExactly(List.of(1L));
      assertThat(row(1).attempts()).isEqualTo(1);
    }

    @Test
    void may_leave_as_long_as_its_observation_is_good() {
      given(1, "7/10/Y", "7* 8");
      onCall(1, () -> world.clock.advance(RECHECK_AFTER));
      apply();
      assertThat(world.portal.readCalls()).isEmpty();
    }

    @Test
    void takes_the_link_into_account_that_somebody_made_meanwhile() {
      given(1, Mode.MIRROR, Policy.MERGE, "7/10/Y 8/20/N", "9* 7");
      onCall(
          1,
          () -> {
            world.clock.advance(Duration.ofSeconds(300));
            world.portal.contacts(99).edit(1).add(99, false);
          });
      apply();
      assertThat(world.portal.rows(1).canonical().contacts()).contains(9L, 7L, 99L);
      assertThat(row(1).change().before()).isEqualTo(Links.image("7/10/Y 8/20/N 99/30/N"));
      assertThat(world.portal.misdeeds()).isEmpty();
    }

    @Test
    void does_not_keep_the_others_of_its_round_from_being_settled() {
      given(1, "7/10/Y", "7* 8");
      given(2, "7/10/Y", "7* 8");
      given(3, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.OVERDUE);
      world.portal.fault(2, Fault.LOST_BEFORE_EFFECT);
      assertThat(apply()).isEqualTo(new Expected().pushed(3).verified(3).build());
      assertThat(world.portal.readCalls()).containsExactly(List.of(2L), List.of(1L));
    }

    @Test
    void ends_the_run_when_that_happens_again_and_again() {
      given(1, "7/10/Y", "7* 8");
      Fault[] always = new Fault[Applier.OVERDUE_ROUNDS];
      Arrays.fill(always, Fault.OVERDUE);
      world.portal.fault(1, always);
      Applied applied = apply();
      assertThat(applied.failure().orElseThrow())
          .hasMessage(
              "The portal made 1 changes wait for too long 12 times in a row (Not sent: the portal"
                  + " was busy). Nothing is lost, run again later.");
      assertThat(applied.failed()).isZero();
      assertThat(row(1).status()).isEqualTo(ChangeStatus.PLANNED);
    }

    @Test
    void goes_on_as_long_as_any_of_its_round_is_sent() {
      List<Fault> almostAlways = Collections.nCopies(Applier.OVERDUE_ROUNDS + 1, Fault.OVERDUE);
      given(1, "7/10/Y", "7* 8");
      given(2, "7/10/Y", "7* 8");
      world.portal.fault(1, almostAlways.toArray(Fault[]::new));
      world.portal.fault(2, Fault.OVERDUE, Fault.OVERDUE);
      assertThat(apply()).isEqualTo(new Expected().pushed(2).verified(2).build());
    }

    @Test
    void rests_on_a_reading_that_is_good_for_a_moment_at_least() {
      given(1, "7/10/Y", "7* 8");
      world.recheckAfter(Duration.ZERO);
      onCall(1, () -> world.clock.advance(Duration.ofSeconds(10)));
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.readCalls()).isEmpty();
    }
  }

  @Nested
  class a_contact {

    @Test
    void that_disappears_in_a_long_run_is_not_linked_although_its_deal_is_as_it_was() {
      given(1, "7/10/Y", "7* 54");
      old();
      world.portal.deleteContact(54);
      assertThat(apply()).isEqualTo(new Expected().held(1).build());
      assertThat(holdOf(1)).isEqualTo(HoldReason.CONTACT_MISSING);
      assertThat(world.portal.misdeeds()).isEmpty();
    }

    @Test
    void is_looked_up_along_with_those_that_come_next() {
      for (int deal = 1; deal <= 250; deal++) {
        given(deal, "7/10/Y", "7* " + (1000 + deal));
      }
      old();
      world.portal.deleteContact(1240);
      assertThat(apply()).isEqualTo(new Expected().pushed(249).verified(249).held(1).build());
      assertThat(world.portal.lookUps()).hasSize(2);
      assertThat(world.portal.lookUps().get(0).contacts()).hasSize(250);
      assertThat(world.portal.lookUps().get(1).contacts()).containsExactly(1240L);
    }

    @Test
    void is_looked_up_again_when_that_was_too_long_ago() {
      for (int deal = 1; deal <= 101; deal++) {
        given(deal, "7/10/Y", "7* 8");
      }
      old();
      AtomicInteger written = new AtomicInteger();
      world.portal.watch(
          changes -> {
            if (written.addAndGet(changes.size()) == 100) {
              old();
              world.portal.deleteContact(8);
            }
          });
      assertThat(apply().held()).isPositive();
      assertThat(world.portal.misdeeds()).isEmpty();
    }

    @Test
    void is_not_looked_up_again_within_a_minute_however_soon_links_are_rechecked() {
      given(1, "7/10/Y", "7* 8");
      world.recheckAfter(Duration.ofSeconds(5));
      world.clock.advance(Duration.ofSeconds(50));
      apply();
      assertThat(world.portal.lookUps()).isEmpty();
      assertThat(world.portal.readCalls()).hasSize(1);
    }

    @Test
    void that_a_further_attempt_wants_and_nobody_has_looked_up_is_looked_up() {
      given(1, "7/10/Y", "7* 54");
      world.portal.fault(1, Fault.IGNORED);
      world.portal.watch(
          changes -> {
            world.portal.edit(1).delete(7);
            world.portal.deleteContact(7);
          });
      assertThat(apply()).isEqualTo(new Expected().pushed(1).held(1).build());
      assertThat(holdOf(1)).isEqualTo(HoldReason.CONTACT_MISSING);
      assertThat(world.portal.misdeeds()).isEmpty();
    }

    @Test
    void is_not_looked_up_again_in_a_short_run() {
      given(1, "7/10/Y", "7* 8");
      old();
      given(2, "7/10/Y", "7* 8");
      confirmedAt = world.clock.instant();
      apply();
      assertThat(world.portal.lookUps()).isEmpty();
    }
  }

  @Nested
  class the_approval {

    @Test
    void is_used_up_by_what_a_half_done_call_removed() {
      limits = Limits.DEFAULT.with("removed-links", "2");
      given(1, "7/10/Y 8/20/N 9/30/N", "9* 5");
      given(2, "7/10/Y", "7* 6");
      world.portal.contacts(5).fault(1, Fault.LOST_HALF_WAY);
      world.portal.fault(2, Fault.LOST_BEFORE_EFFECT);
      onCall(2, () -> world.portal.edit(2).add(8, false));
      Applied applied = apply();
      assertThat(applied.held()).isEqualTo(1);
      assertThat(holdOf(2)).isEqualTo(HoldReason.GUARD);
      assertThat(world.portal.linksRemoved()).isEqualTo(2);
    }
  }

  @Nested
  class an_add_only_deal {

    @Test
    void is_not_undone_when_people_unlink_something_else_during_the_write() {
      given(1, Mode.ADD_ONLY, Policy.MIRROR_WINS, "7/10/Y 9/20/N", "7/10/Y 9/20/N 8/30/N");
      onCall(1, () -> world.portal.edit(1).delete(9));
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.rows(1).canonical()).hasToString("7* 8");
    }

    @Test
    void is_tried_again_when_the_answer_was_lost() {
      given(1, Mode.ADD_ONLY, Policy.MIRROR_WINS, "7/10/Y", "7/10/Y 8/20/N");
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT);
      onCall(2, () -> world.portal.edit(1).add(9, false));
      assertThat(apply()).isEqualTo(new Expected().pushed(1).verified(1).build());
      assertThat(world.portal.rows(1).canonical().contacts()).containsExactlyInAnyOrder(7L, 8L, 9L);
    }
  }

  @Nested
  class a_plan {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "99, 1", "100, 1", "101, 2", "200, 2", "201, 3"})
    void is_applied_window_by_window(int deals, int windows) {
      List<Integer> rounds = new ArrayList<>();
      for (int deal = 1; deal <= deals; deal++) {
        given(deal, "7/10/Y", "7* 8");
      }
      world.portal.beforeEachCall(() -> rounds.add(1));
      Applied applied = apply();
      assertThat(applied).isEqualTo(new Expected().pushed(deals).verified(deals).build());
      assertThat(rounds).hasSize(windows);
      assertThat(run.count(ChangeStatus.VERIFIED)).isEqualTo(deals);
    }

    @Test
    void tells_how_far_it_has_come() {
      for (int deal = 1; deal <= 101; deal++) {
        given(deal, "7/10/Y", "7* 8");
      }
      apply();
      assertThat(progress.told()).containsExactly("WRITE 101 +100 +1");
    }

    @Test
    void counts_a_deal_once_however_many_attempts_it_takes() {
      for (int deal = 1; deal <= 101; deal++) {
        given(deal, "7/10/Y", "7* 8");
      }
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT);
      world.portal.fault(101, Fault.IGNORED);
      assertThat(apply()).isEqualTo(new Expected().pushed(101).verified(101).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void stops_between_windows_when_asked(int windows) {
      for (int deal = 1; deal <= 250; deal++) {
        given(deal, "7/10/Y", "7* 8");
      }
      AtomicInteger asked = new AtomicInteger();
      stop = () -> asked.getAndIncrement() == windows;
      Applied applied = apply();
      long done = windows * 100L;
      assertThat(applied).isEqualTo(new Expected().pushed(done).verified(done).interrupted());
      assertThat(run.count(ChangeStatus.PLANNED)).isEqualTo(250 - done);
    }

    @Test
    void leaves_alone_what_was_taken_out_or_paused() {
      given(1, "7/10/Y", "7* 8");
      given(2, "7/10/Y", "7* 8");
      given(3, "7/10/Y", "7* 8");
      FakeJournal journal = open();
      run.takeOut(1);
      world.mirror.mode(2, Mode.PAUSED);
      apply(journal);
      assertThat(world.portal.written()).extracting(Change::deal).containsExactly(3L);
    }

    @Test
    void ends_with_the_process_and_leaves_its_intents_open() {
      given(1, "7/10/Y", "7* 8");
      FakeJournal journal = open();
      world.leases.dieAfter(2); // pending, intend
      assertThatThrownBy(() -> apply(journal)).isInstanceOf(FakeLeases.Killed.class);
      assertThat(row(1).status()).isEqualTo(ChangeStatus.SENT);
      assertThat(world.portal.written()).hasSize(1);
    }

    @Test
    void sends_nothing_when_its_intents_cannot_be_committed() {
      given(1, "7/10/Y", "7* 8");
      FakeJournal journal = open();
      world.leases.dieAfter(1); // pending
      assertThatThrownBy(() -> apply(journal)).isInstanceOf(FakeLeases.Killed.class);
      assertThat(row(1).status()).isEqualTo(ChangeStatus.PLANNED);
      assertThat(world.portal.written()).isEmpty();
    }
  }

  @Nested
  class waves {

    @Test
    void are_followed_by_everything_else_when_they_went_well() {
      given(120);
      world.waves(new Waves(List.of(1, 10), 0));
      List<Integer> rounds = rounds();
      assertThat(apply()).isEqualTo(new Expected().pushed(120).verified(120).build());
      assertThat(rounds).containsExactly(1, 10, 100, 9);
    }

    @Test
    void larger_than_a_window_take_several() {
      given(260);
      world.waves(new Waves(List.of(150), 0));
      List<Integer> rounds = rounds();
      apply();
      assertThat(rounds).containsExactly(100, 50, 100, 10);
    }

    @Test
    void that_went_wrong_are_the_last() {
      given(120);
      world.waves(new Waves(List.of(2, 10), 0.5));
      world.portal.fault(1, Fault.REFUSED); // half of the first wave may fail
      for (long deal = 3; deal <= 8; deal++) {
        world.portal.fault(deal, Fault.REFUSED);
      }
      assertThat(apply())
          .isEqualTo(
              new Expected()
                  .pushed(12)
                  .verified(5)
                  .failed(7)
                  .stopped("Stopped after wave 2: 6 of its 10 changes went wrong, and 50 % may."));
      assertThat(run.count(ChangeStatus.PLANNED)).isEqualTo(108);
    }

    @Test
    void count_what_is_held_and_unknown_as_wrong() {
      given(12);
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT);
      world.portal.garble(1);
      world.portal.fault(2, Fault.IGNORED);
      world.portal.deny(2);
      world.portal.fault(2, Fault.IGNORED);
      world.waves(new Waves(List.of(10), 0.1));
      assertThat(apply().stopped())
          .isEqualTo("Stopped after wave 1: 2 of its 10 changes went wrong, and 10 % may.");
    }

    @Test
    void that_go_wrong_at_the_very_end_stop_nothing() {
      given(10);
      world.waves(new Waves(List.of(10), 0));
      world.portal.fault(1, Fault.REFUSED);
      assertThat(apply()).isEqualTo(new Expected().pushed(10).verified(9).failed(1).build());
    }

    @Test
    void may_go_wrong_exactly_as_far_as_allowed() {
      given(12);
      world.waves(new Waves(List.of(10), 0.1));
      world.portal.fault(1, Fault.REFUSED);
      assertThat(apply()).isEqualTo(new Expected().pushed(12).verified(11).failed(1).build());
    }

    @Test
    void of_a_small_plan_may_not_be_full() {
      given(5);
      world.waves(new Waves(List.of(10), 0));
      world.portal.fault(1, Fault.REFUSED);
      assertThat(apply()).isEqualTo(new Expected().pushed(5).verified(4).failed(1).build());
    }

    private void given(int deals) {
      for (long deal = 1; deal <= deals; deal++) {
        ApplierTest.this.given(deal, "7/10/Y", "7* 8");
      }
    }

    /** The sizes of the rounds of writes. */
    private List<Integer> rounds() {
      List<Integer> rounds = new ArrayList<>();
      world.portal.watch(changes -> rounds.add(changes.size()));
      return rounds;
    }
  }

  @Nested
  class a_portal_that_breaks_down {

    private final PortalFailure failure =
        new PortalFailure(PortalFailure.Kind.REFUSED, "The plan expired.");

    @Test
    void before_anything_was_read_leaves_the_plan_as_it_is() {
      given(1, "7/10/Y", "7* 8");
      old();
      world.portal.failAfter(0, failure);
      assertThat(apply()).isEqualTo(new Expected().failure(failure));
      assertThat(row(1).status()).isEqualTo(ChangeStatus.PLANNED);
    }

    @Test
    void while_contacts_are_looked_up_again_leaves_the_plan_as_it_is() {
      given(1, "7/10/Y", "7* 8");
      world.portal.edit(1).delete(7);
      old();
      world.portal.failAfter(1, failure);
      assertThat(apply()).isEqualTo(new Expected().failure(failure));
      assertThat(row(1).status()).isEqualTo(ChangeStatus.PLANNED);
    }

    @Test
    void before_the_first_write_leaves_the_window_planned() {
      for (int deal = 1; deal <= 101; deal++) {
        given(deal, "7/10/Y", "7* 8");
      }
      world.portal.failAfter(0, failure);
      assertThat(apply()).isEqualTo(new Expected().unsent(100).failure(failure));
      assertThat(row(1).outcome())
          .contains(new Outcome.NotSent("Not sent: " + failure.getMessage()));
      assertThat(run.count(ChangeStatus.PLANNED)).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BREAKDOWN_BEFORE_EFFECT", "BREAKDOWN_AFTER_EFFECT"})
    void in_mid_window_tells_the_three_parts_of_it_apart(Fault fault) {
      for (int deal = 1; deal <= 120; deal++) {
        given(deal, "7/10/Y", "7* 8");
      }
      world.portal.fault(41, fault);
      Applied applied = apply();
      assertThat(applied.failure()).isPresent();
      assertThat(applied.pushed()).isEqualTo(41);
      assertThat(applied.verified()).isEqualTo(40);
      assertThat(applied.unknown()).isEqualTo(1);
      assertThat(applied.failed()).isZero();
      assertThat(applied.unsent()).isEqualTo(59);
      assertThat(row(41).status()).isEqualTo(ChangeStatus.UNKNOWN);
      assertThat(run.count(ChangeStatus.PLANNED)).isEqualTo(79);
      assertThat(progress.told()).containsExactly("WRITE 120");
    }

    @Test
    void during_the_read_back_records_what_is_known_so_far() {
      given(1, "7/10/Y", "7* 8");
      given(2, "7/10/Y", "7* 8");
      given(3, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.LOST_AFTER_EFFECT);
      world.portal.fault(2, Fault.IGNORED);
      world.portal.failAfter(1, failure);
      assertThat(apply())
          .isEqualTo(new Expected().pushed(3).verified(1).failed(1).unknown(1).failure(failure));
      assertThat(row(1).outcome()).contains(new Outcome.Unknown("the answer was lost"));
    }

    @Test
    void while_a_moved_deal_is_confirmed_records_what_is_known_so_far() {
      given(1, "7/10/Y", "7* 8");
      world.portal.fault(1, Fault.LOST_BEFORE_EFFECT);
      onCall(2, () -> world.portal.edit(1).delete(7));
      world.portal.failAfter(2, failure);
      assertThat(apply()).isEqualTo(new Expected().pushed(1).unknown(1).failure(failure));
    }
  }

  // The stage.

  private void given(long deal, String before, String target) {
    given(deal, Mode.MIRROR, Policy.MIRROR_WINS, before, target);
  }

  private void given(long deal, Mode mode, Policy policy, String before, String target) {
    world.portal.deal(deal, before);
    Links.set(target).contacts().forEach(contact -> world.portal.contacts(contact));
    world.mirror.want(deal, target).mode(deal, mode).policy(deal, policy).unedited(deal);
    plan.add(Changes.change(deal, mode, policy, before, target, world.clock.instant()));
  }

  private void old() {
    world.clock.advance(RECHECK_AFTER.plusSeconds(1));
  }

  /** Does something just before the n-th call of the portal, the first being 1. */
  private void onCall(int number, Runnable action) {
    AtomicInteger calls = new AtomicInteger();
    world.portal.beforeEachCall(
        () -> {
          if (calls.incrementAndGet() == number) {
            action.run();
          }
        });
  }

  private FakeJournal open() {
    FakeJournal journal =
        (FakeJournal) world.leases.acquire("main", "sync").open(World.header("sync"));
    run = journal.record();
    if (!plan.isEmpty()) {
      journal.planned(plan);
    }
    return journal;
  }

  private Applied apply() {
    return apply(open());
  }

  private Applied apply(FakeJournal journal) {
    return new Applier(
            world.portal,
            journal,
            world.limits(limits).settings(),
            progress,
            stop,
            Pause.NONE,
            ListTrust.UNPROVEN,
            confirmedAt,
            world.clock)
        .apply(Changes.approved(limits, 5, plan), plan.size());
  }

  private JournalRow row(long deal) {
    return run.row(deal);
  }

  private String error(long deal) {
    return ((Outcome.Failed) row(deal).outcome().orElseThrow()).error();
  }

  private HoldReason holdOf(long deal) {
    return world.mirror.holdOf(deal).orElseThrow().reason();
  }
}
