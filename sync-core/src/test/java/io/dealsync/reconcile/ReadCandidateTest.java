package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.portal.IdLookup;
import io.dealsync.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change takes for granted is guessed, and looked up by the request that reads its deal. */
class ReadCandidateTest {

  private final World world = new World();

  @Test
  void guesses_the_contacts_that_the_list_did_not_show() {
    world.mirror.want(1, "7* 8 9").agreedOn(1, "7*");
    ReadCandidate seen =
        new ReadCandidate(
            world.mirror.get(1),
            Optional.of(new Sighting(1, 8, List.of(8L), true)),
            Optional.empty());
    assertThat(ReadCandidate.guess(List.of(seen), 9))
        .isEqualTo(new IdLookup(Set.of(), Set.of(7L, 9L)));
  }

  @Test
  void guesses_from_the_base_what_an_edit_adds() {
    world.mirror.want(1, "7* 8").agreedOn(1, "7*").want(2, "7* 9").agreedOn(2, "7* 9 10");
    assertThat(
            ReadCandidate.guess(
                List.of(
                    ReadCandidate.of(world.mirror.get(1)), ReadCandidate.of(world.mirror.get(2))),
                9))
        .isEqualTo(new IdLookup(Set.of(1L, 2L), Set.of(8L)));
  }

  @Test
  void guesses_that_a_deal_without_links_is_looked_up_itself() {
    world.mirror.want(1, "7*").agreedOn(1, "").want(2, "").agreedOn(2, "");
    assertThat(
            ReadCandidate.guess(
                List.of(
                    ReadCandidate.of(world.mirror.get(1)), ReadCandidate.of(world.mirror.get(2))),
                9))
        .isEqualTo(new IdLookup(Set.of(1L), Set.of(7L)));
  }

  @Test
  void guesses_nothing_at_first_sight() {
    world.mirror.want(1, "7*");
    assertThat(ReadCandidate.guess(List.of(ReadCandidate.of(world.mirror.get(1))), 9))
        .isEqualTo(IdLookup.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({"48, true", "49, false", "50, false", "98, false", "51, true"})
  void a_guess_is_looked_up_where_the_reading_has_room_for_it(int deals, boolean hasRoom) {
    world.portal.contacts(7, 8);
    for (long deal = 1; deal <= deals; deal++) {
      world.portal.deal(deal, "7/10/Y");
      world.mirror.want(deal, "7* 8").agreedOn(deal, "7*");
    }
    world.plan();
    assertThat(world.portal.asked().get(0).sought().contacts().isEmpty()).isNotEqualTo(hasRoom);
    assertThat(world.portal.lookUps().isEmpty()).isEqualTo(hasRoom);
  }

  @ParameterizedTest(name = "of {0}, {1} readings suffice for {2}")
  @CsvSource({
    "RUU, 0, 1",
    "RUU, 1, 2",
    "RUURU, 2, 4",
    "URR, 0, 0",
    "URR, 1, 3",
    "UUU, 3, 3",
    "'', 5, 0"
  })
  void as_many_are_taken_as_the_readings_suffice_for(String states, int readings, int taken) {
    Observation read = new Observation.Missing(world.clock.instant());
    List<ReadCandidate> suspects =
        states
            .chars()
            .mapToObj(
                state ->
                    new ReadCandidate(
                        world.mirror.want(1, "7*").get(1),
                        Optional.empty(),
                        state == 'R' ? Optional.of(read) : Optional.empty()))
            .toList();
    assertThat(ReadCandidate.first(suspects, readings)).isEqualTo(suspects.subList(0, taken));
  }

  @Test
  void a_right_guess_saves_the_look_up() {
    world.portal.deal(1, "7/10/Y").deal(2, "").contacts(7, 8);
    world.mirror.want(1, "7* 8").agreedOn(1, "7*").want(2, "8*").agreedOn(2, "");
    RunReport report = world.sync();
    assertThat(report.applied().verified()).isEqualTo(2);
    assertThat(world.portal.lookUps()).isEmpty();
  }

  @Test
  void what_the_portal_shows_otherwise_is_looked_up_after_all() {
    world.portal.deal(1, "9/10/Y").deal(2, "").contacts(7, 8, 9);
    world.mirror.want(1, "7* 8").agreedOn(1, "7*").want(2, "8*").agreedOn(2, "9*");
    RunReport report = world.sync();
    assertThat(report.applied().verified()).isEqualTo(2);
    assertThat(world.portal.lookUps()).containsExactly(new IdLookup(Set.of(), Set.of(7L)));
  }

  @Test
  void a_contact_that_was_not_found_in_passing_is_looked_up_before_it_holds_a_deal() {
    world.portal.deal(1, "7/10/Y").contacts(7);
    world.mirror.want(1, "7* 8").agreedOn(1, "7*");
    RunReport report = world.sync();
    assertThat(report.held()).isEqualTo(1);
    assertThat(world.portal.lookUps()).containsExactly(new IdLookup(Set.of(), Set.of(8L)));
  }
}
