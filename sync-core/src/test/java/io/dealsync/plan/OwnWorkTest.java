package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.testing.Links;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwnWorkTest {

  @Test
  void nothing_is_agreed_on_while_the_portal_is_as_before() {
    assertThat(agreed("1/10/Y", "1/10/Y 2/20/N", "1/10/Y")).isEmpty();
  }

  @Test
  void a_link_of_somebody_else_alone_is_no_own_work() {
    assertThat(agreed("1/10/Y", "1/10/Y 2/20/N", "1/10/Y 3/30/N")).isEmpty();
  }

  @Test
  void a_contact_that_was_to_go_and_is_still_linked_counts_as_agreed_in_its_place() {
    assertThat(agreed("1/10/Y 2/20/N 3/30/N", "1/10/Y 4/20/N", "1/10/Y 2/20/N 4/20/N"))
        .contains(Links.set("1/10/Y 2/20/N 4/20/N"));
  }

  @Test
  void a_sort_value_that_somebody_else_gave_a_contact_that_was_to_go_is_not_agreed_on() {
    assertThat(agreed("1/10/Y 2/20/N 3/30/N", "1/10/Y 4/40/N", "1/10/Y 2/25/N 4/40/N"))
        .contains(Links.set("1/10/Y 2/20/N 4/40/N"));
  }

  @Test
  void an_unlinked_contact_is_agreed_to_be_gone_whatever_somebody_else_did_to_the_rest() {
    assertThat(agreed("1/10/Y 2/20/N", "1/10/Y", "1/15/Y 3/20/N")).contains(Links.set("1/10/Y"));
  }

  @Test
  void a_cleared_deal_is_agreed_to_be_empty() {
    assertThat(agreed("1/10/Y 2/20/N", "", "")).contains(LinkSet.empty());
  }

  @Test
  void a_deal_that_was_cleared_in_part_is_agreed_to_have_the_rest_as_it_was() {
    assertThat(agreed("1/10/Y 2/20/N", "", "1/15/Y")).contains(Links.set("1/10/Y"));
  }

  @Test
  void a_new_primary_alone_is_own_work() {
    assertThat(agreed("1/10/Y 2/20/N", "1/10/N 2/20/Y", "1/10/N 2/20/Y 3/30/N"))
        .contains(Links.set("1/10/N 2/20/Y"));
  }

  @Test
  void a_primary_that_the_portal_did_not_move_is_agreed_on_as_it_was() {
    assertThat(agreed("1/10/Y 2/20/N", "1/10/N 2/20/Y 4/40/N", "1/10/Y 2/20/N 4/40/N"))
        .contains(Links.set("1/10/Y 2/20/N 4/40/N"));
  }

  @Test
  void a_primary_that_is_as_before_is_no_own_work() {
    assertThat(agreed("1/10/Y 2/20/N", "1/10/N 2/20/Y", "1/10/Y 2/20/N 3/30/N")).isEmpty();
  }

  @Test
  void a_deal_that_somebody_else_emptied_shows_no_primary_of_ours() {
    assertThat(agreed("1/10/Y 2/20/N", "1/10/N 2/20/Y", "")).isEmpty();
  }

  @Test
  void on_a_deal_that_somebody_else_emptied_the_wanted_primary_is_the_agreed_one() {
    assertThat(agreed("1/10/Y 2/20/N 3/30/N", "2/20/N 3/30/Y", ""))
        .contains(Links.set("2/20/N 3/30/Y"));
  }

  @Test
  void damage_that_is_repaired_is_own_work() {
    assertThat(agreed("1/10/Y 2/20/Y", "1/10/Y 2/20/N", "1/10/Y 2/20/N 3/30/N"))
        .contains(Links.set("1/10/Y 2/20/N"));
  }

  @Test
  void damage_that_is_still_there_is_none() {
    assertThat(agreed("1/10/Y 2/20/Y", "1/10/Y 2/20/N", "1/10/Y 2/20/Y 3/30/N")).isEmpty();
  }

  @Test
  void sort_values_that_only_an_own_call_has_given_are_own_work() {
    assertThat(agreed("1/3/Y 2/4/N", "1/10/Y 2/20/N", "1/10/Y 2/20/N 3/30/N"))
        .contains(Links.set("1/10/Y 2/20/N"));
  }

  @Test
  void sort_values_that_somebody_else_has_given_are_not() {
    assertThat(agreed("1/3/Y 2/4/N", "1/10/Y 2/20/N", "1/3/Y 2/7/N 3/30/N")).isEmpty();
  }

  @Test
  void a_mirror_that_is_still_to_learn_of_an_unlinking_keeps_its_own_links_until_then() {
    Change undo =
        change(
            "1/10/Y 2/20/N 3/30/N",
            "1/10/Y",
            Optional.of(new Adoption(Links.set("1* 2 3"), Links.set("1*"))));
    OwnWork half = new OwnWork(undo, Links.image("1/10/Y 2/20/N"));
    assertThat(half.agreed()).contains(Links.set("1* 2 3"));
    assertThat(half.agreedTarget()).contains(Links.set("1* 2"));
  }

  private static Optional<LinkSet> agreed(String before, String target, String now) {
    Change change = change(before, target, Optional.empty());
    return new OwnWork(change, Links.image(now)).agreed();
  }

  private static Change change(String before, String target, Optional<Adoption> adoption) {
    LinkImage image = Links.image(before);
    LinkSet wanted = Links.set(target);
    return new Change(
        1,
        Mode.MIRROR,
        Policy.MERGE,
        image,
        wanted,
        new MethodChooser(Comparison.EXACT).choose(image, wanted, Mode.MIRROR),
        Instant.EPOCH,
        OptionalLong.empty(),
        adoption);
  }
}
