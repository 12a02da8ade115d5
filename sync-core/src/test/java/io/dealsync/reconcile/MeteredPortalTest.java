package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.portal.IdLookup;
import io.dealsync.portal.Questions;
import io.dealsync.testing.Changes;
import io.dealsync.testing.FakePortal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The least number of requests that could have done what a run asked for. */
class MeteredPortalTest {

  private final FakePortal portal = new FakePortal(InstantSource.system());
  private final MeteredPortal watched = new MeteredPortal(portal);

  @Test
  void is_none_while_nothing_was_asked() {
    assertThat(watched.requests()).isZero();
  }

  @Test
  void is_one_for_a_handshake_alone() {
    watched.handshake();
    assertThat(watched.requests()).isEqualTo(1);
  }

  @Test
  void is_one_for_each_step_that_waits_for_the_one_before() {
    watched.ask(new Questions(List.of(1L), List.of(1L), IdLookup.NOTHING));
    watched.read(List.of(1L));
    watched.existingDeals(List.of(1L));
    assertThat(watched.requests()).isEqualTo(3);
    watched.existingContacts(List.of(1L));
    watched.ask(Questions.list(List.of(1L)));
    watched.ask(new Questions(List.of(), List.of(2L), new IdLookup(Set.of(), Set.of(7L))));
    assertThat(watched.requests()).isEqualTo(3);
  }

  @Test
  void is_as_many_as_the_list_takes_before_what_it_shows_is_read() {
    watched.ask(Questions.list(LongStream.rangeClosed(1, 7500).boxed().toList()));
    assertThat(watched.requests()).isEqualTo(3);
    watched.read(List.of(5001L));
    assertThat(watched.requests()).isEqualTo(4);
  }

  @Test
  void is_one_more_than_the_list_takes_even_where_its_last_request_has_room() {
    watched.ask(Questions.list(LongStream.rangeClosed(1, 5000).boxed().toList()));
    watched.ask(Questions.list(LongStream.rangeClosed(5001, 6000).boxed().toList()));
    watched.read(List.of(5001L));
    assertThat(watched.requests()).isEqualTo(4);
  }

  @Test
  void does_not_take_what_is_asked_beside_the_list_for_a_part_of_it() {
    watched.read(List.of(1L));
    watched.ask(
        new Questions(
            LongStream.rangeClosed(1, 2450).boxed().toList(),
            LongStream.rangeClosed(1, 20).boxed().toList(),
            new IdLookup(Set.of(1L), Set.of(7L))));
    assertThat(watched.requests()).isEqualTo(2);
  }

  @Test
  void is_one_for_what_the_list_shows_where_a_request_lists_all_of_it() {
    List<Long> sample = LongStream.rangeClosed(1, 20).boxed().toList();
    watched.ask(
        new Questions(LongStream.rangeClosed(1, 2000).boxed().toList(), sample, IdLookup.NOTHING));
    watched.read(List.of(30L));
    assertThat(watched.requests()).isEqualTo(2);
  }

  @Test
  void counts_a_look_up_of_contacts_as_a_step() {
    watched.read(List.of(1L));
    watched.existingContacts(List.of(1L));
    assertThat(watched.requests()).isEqualTo(2);
  }

  @Test
  void does_not_count_a_step_without_deals() {
    watched.read(List.of(1L));
    watched.existingDeals(List.of());
    assertThat(watched.requests()).isEqualTo(1);
  }

  @Test
  void is_the_calls_in_full_batches_of_fifty() {
    watched.read(LongStream.rangeClosed(1, 101).boxed().toList());
    assertThat(watched.requests()).isEqualTo(3);
  }

  @Test
  void does_not_mix_what_makes_the_plan_with_what_carries_it_out() {
    portal.deal(1, "").contacts(7);
    watched.read(LongStream.rangeClosed(1, 50).boxed().toList());
    watched.write(
        List.of(Changes.mirror(1, "", "7*", Instant.EPOCH)),
        Duration.ofMinutes(1),
        Optional::empty);
    assertThat(watched.requests()).isEqualTo(2);
    watched.read(LongStream.rangeClosed(1, 48).boxed().toList());
    assertThat(watched.requests()).isEqualTo(3);
    watched.read(LongStream.rangeClosed(1, 48).boxed().toList());
    assertThat(watched.requests()).isEqualTo(3);
  }

  @Test
  void counts_from_when_it_began_to_watch() {
    watched.read(LongStream.rangeClosed(1, 500).boxed().toList());
    assertThat(new MeteredPortal(portal).requests()).isZero();
  }
}
