package io.dealsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.plan.Change;
import io.dealsync.portal.IdLookup;
import io.dealsync.testing.Changes;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.SteppedClock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PrerequisiteCheckTest {

  private final FakePortal portal = new FakePortal(new SteppedClock());
  private final PrerequisiteCheck confirmation = new PrerequisiteCheck(portal);

  @Test
  void a_change_whose_contacts_exist_goes_on() {
    portal.deal(1, "7/10/Y").contacts(8);
    Change change = ask(1, "7/10/Y", "7* 8");
    assertThat(confirmation.confirm().changes()).containsExactly(change);
  }

  @Test
  void what_was_found_in_passing_is_believed_until_it_has_been_used() {
    portal.deal(1, "").deal(2, "").makeTemplate(2).contacts(7);
    confirmation.know(portal.existing(Set.of(1L, 2L), Set.of(7L)));
    ask(1, "", "7*");
    ask(2, "", "7*");
    assertThat(confirmation.confirm().holds())
        .extracting(HeldDeal::reason)
        .containsExactly(HoldReason.DEAL_TEMPLATE);
    assertThat(portal.lookUps()).hasSize(1);
    ask(1, "", "7*");
    ask(2, "", "7*");
    confirmation.confirm();
    assertThat(portal.lookUps().get(1)).isEqualTo(new IdLookup(Set.of(1L, 2L), Set.of(7L)));
  }

  @Test
  void a_missing_contact_holds_its_deal_and_no_other() {
    portal.contacts(8);
    ask(1, "7/10/Y", "7* 99");
    Change good = ask(2, "7/10/Y", "7* 8");
    ask(3, "7/10/Y", "7* 98 8 99");
    PrerequisiteCheck.Confirmed confirmed = confirmation.confirm();
    assertThat(confirmed.changes()).containsExactly(good);
    assertThat(confirmed.holds())
        .containsExactly(
            new HeldDeal(
                1,
                HoldReason.CONTACT_MISSING,
                "Contact 99 does not exist on the portal, or cannot be seen there.",
                List.of(99L),
                OptionalLong.empty(),
                false),
            new HeldDeal(
                3,
                HoldReason.CONTACT_MISSING,
                "Contacts 98, 99 do not exist on the portal, or cannot be seen there.",
                List.of(98L, 99L),
                OptionalLong.empty(),
                false));
  }

  @Test
  void a_deal_without_links_must_exist() {
    portal.deal(1, "").contacts(7);
    Change good = ask(1, "", "7*");
    ask(2, "", "7*");
    PrerequisiteCheck.Confirmed confirmed = confirmation.confirm();
    assertThat(confirmed.changes()).containsExactly(good);
    assertThat(confirmed.holds())
        .containsExactly(
            new HeldDeal(
                2,
                HoldReason.DEAL_MISSING,
                "The deal does not exist on the portal, or cannot be seen there."));
  }

  @Test
  void a_template_for_recurring_deals_is_held_with_that_reason() {
    portal.deal(1, "7/10/Y").deal(2, "7/10/Y").deal(3, "").deal(4, "7/10/Y").contacts(8);
    portal.makeTemplate(1);
    portal.makeTemplate(3);
    confirmation.addUnlisted(change(1, "7/10/Y", "7* 8"));
    Change good = change(2, "7/10/Y", "7* 8");
    confirmation.addUnlisted(good);
    ask(3, "", "7*");
    Change unseen = change(5, "7/10/Y 8/20/N", "7*");
    confirmation.addUnlisted(unseen);
    PrerequisiteCheck.Confirmed confirmed = confirmation.confirm();
    assertThat(confirmed.changes()).containsExactly(good, unseen);
    String why = "It is a template for recurring deals, and those are left alone.";
    assertThat(confirmed.holds())
        .containsExactly(
            new HeldDeal(1, HoldReason.DEAL_TEMPLATE, why),
            new HeldDeal(3, HoldReason.DEAL_TEMPLATE, why));
    assertThat(portal.traffic().requests()).isEqualTo(1);
  }

  @Test
  void nothing_is_asked_when_nothing_is_taken_for_granted() {
    ask(1, "7/10/Y 8/20/N", "7*");
    assertThat(confirmation.confirm().changes()).hasSize(1);
    assertThat(portal.traffic().requests()).isZero();
  }

  @Test
  void one_request_answers_for_many() {
    portal.contacts(8);
    LongStream.rangeClosed(1, 100).forEach(deal -> ask(deal, "7/10/Y", "7* 8"));
    confirmation.confirm();
    assertThat(portal.traffic().requests()).isEqualTo(1);
  }

  @Test
  void an_answered_confirmation_begins_anew() {
    ask(1, "", "99*");
    confirmation.confirm();
    assertThat(confirmation.confirm())
        .isEqualTo(new PrerequisiteCheck.Confirmed(List.of(), List.of()));
    assertThat(portal.traffic().requests()).isEqualTo(1);
  }

  @Test
  void it_is_full_with_2500_ids() {
    ask(1, "7/10/Y", contacts(1000, 3498));
    assertThat(confirmation.isFull()).isFalse();
    ask(2, "", "1000*");
    assertThat(confirmation.isFull()).isTrue();
  }

  @Test
  void it_is_full_with_2500_changes() {
    LongStream.range(1, 2500).forEach(deal -> ask(deal, "7/10/Y 8/20/N", "7*"));
    assertThat(confirmation.isFull()).isFalse();
    ask(2500, "7/10/Y 8/20/N", "7*");
    assertThat(confirmation.isFull()).isTrue();
  }

  @Test
  void holds_end_the_changes_they_are_about() {
    Change gone = ask(1, "7/10/Y", "7* 99");
    Change fine = ask(2, "7/10/Y 8/20/N", "7*");
    assertThat(confirmation.confirm().ended(List.of(gone, fine)))
        .containsExactly(
            new Settled(
                gone,
                new Outcome.Held(
                    HoldReason.CONTACT_MISSING,
                    "Contact 99 does not exist on the portal, or cannot be seen there.",
                    List.of(99L))));
  }

  private Change ask(long deal, String before, String target) {
    Change change = change(deal, before, target);
    confirmation.add(change);
    return change;
  }

  private static Change change(long deal, String before, String target) {
    return Changes.mirror(deal, before, target, Instant.EPOCH);
  }

  private static String contacts(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }
}
