package io.dealsync.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.testing.Links;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSetTest {

  @Test
  void links_are_ordered_by_sort_then_contact() {
    LinkSet set = LinkSet.of(link(9, 20, false), link(7, 10, false), link(3, 20, true));
    assertThat(set.contacts()).containsExactly(7L, 3L, 9L);
  }

  @Test
  void the_marked_primary_stays() {
    assertThat(LinkSet.of(link(7, 10, false), link(3, 20, true)).primary()).isEqualTo(3);
  }

  @Test
  void without_a_mark_the_first_link_becomes_primary() {
    LinkSet set = LinkSet.of(link(3, 20, false), link(7, 10, false));
    assertThat(set.links()).containsExactly(link(7, 10, true), link(3, 20, false));
  }

  @Test
  void two_primaries_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSet.of(link(7, 10, true), link(3, 20, true)))
        .withMessageContaining("one primary");
  }

  @Test
  void a_contact_twice_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSet.of(link(7, 10, true), link(7, 20, false)))
        .withMessageContaining("once");
  }

  @Test
  void an_empty_set_has_no_primary() {
    assertThat(LinkSet.of()).isSameAs(LinkSet.empty());
    assertThat(LinkSet.empty().isEmpty()).isTrue();
    assertThatThrownBy(() -> LinkSet.empty().primary()).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void the_set_does_not_change_with_the_list_it_came_from() {
    List<Link> links = new java.util.ArrayList<>(List.of(link(7, 10, true)));
    LinkSet set = LinkSet.canonical(links);
    links.clear();
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void desired_links_without_sort_get_their_position() {
    assertThat(LinkSet.ofDesired(List.of(wanted(9), wanted(7), wanted(8))).links())
        .containsExactly(link(7, 10, true), link(8, 20, false), link(9, 30, false));
  }

  @Test
  void desired_links_without_sort_come_last() {
    LinkSet set = LinkSet.ofDesired(List.of(wanted(1), wanted(9, 500), wanted(8, 3)));
    assertThat(set.links())
        .containsExactly(link(8, 3, true), link(9, 500, false), link(1, 510, false));
  }

  @Test
  void desired_links_without_sort_come_behind_the_largest_sort() {
    LinkSet set = LinkSet.ofDesired(List.of(wanted(1), wanted(8, 500), wanted(9, 3)));
    assertThat(set.links())
        .containsExactly(link(9, 3, true), link(8, 500, false), link(1, 510, false));
  }

  @Test
  void a_position_larger_than_the_predecessor_is_kept() {
    LinkSet set = LinkSet.ofDesired(List.of(wanted(9, 15), wanted(1)));
    assertThat(set.links()).containsExactly(link(9, 15, true), link(1, 20, false));
  }

  @Test
  void a_position_equal_to_the_predecessor_gives_way() {
    LinkSet set = LinkSet.ofDesired(List.of(wanted(9, 20), wanted(1)));
    assertThat(set.links()).containsExactly(link(9, 20, true), link(1, 30, false));
  }

  @Test
  void equal_wanted_sorts_are_ordered_by_contact() {
    LinkSet set = LinkSet.ofDesired(List.of(wanted(9, 20), wanted(1, 20)));
    assertThat(set.contacts()).containsExactly(1L, 9L);
  }

  @Test
  void a_link_behind_the_largest_sort_renumbers_all() {
    LinkSet set =
        LinkSet.ofDesired(
            List.of(
                wanted(9, Integer.MAX_VALUE),
                new DesiredLink(1, OptionalInt.empty(), true),
                wanted(5, 7)));
    assertThat(set.links())
        .containsExactly(link(5, 10, false), link(9, 20, false), link(1, 30, true));
  }

  @Test
  void the_largest_sort_itself_is_no_reason_to_renumber() {
    LinkSet set = LinkSet.ofDesired(List.of(wanted(9, Integer.MAX_VALUE - 10), wanted(1)));
    assertThat(set.links().get(1).sort()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void desired_links_keep_to_the_rules_of_a_set() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSet.ofDesired(List.of(wanted(1), wanted(1, 30))));
    assertThat(LinkSet.ofDesired(List.of())).isEqualTo(LinkSet.empty());
  }

  @Test
  void minus_names_what_the_other_lacks_in_own_order() {
    assertThat(Links.set("9* 7 8").minus(Links.set("7*"))).containsExactly(9L, 8L);
    assertThat(Links.set("9*").minus(Links.set("9*"))).isEmpty();
  }

  @Test
  void contains_knows_its_contacts() {
    assertThat(Links.set("9* 7").contains(7)).isTrue();
    assertThat(Links.set("9* 7").contains(8)).isFalse();
  }

  @Test
  void order_compares_contacts_and_primary_but_not_sort() {
    assertThat(same(Comparison.ORDER, "9/1/Y 7/2/N", "9/10/Y 7/20/N")).isTrue();
    assertThat(same(Comparison.ORDER, "9/1/Y 7/2/N", "9/1/N 7/2/Y")).isFalse();
    assertThat(same(Comparison.ORDER, "9/1/Y 7/2/N", "7/1/N 9/2/Y")).isFalse();
    assertThat(same(Comparison.ORDER, "9/1/Y 7/2/N", "9/1/Y")).isFalse();
    assertThat(same(Comparison.ORDER, "9/1/Y 7/2/N", "9/1/Y 8/2/N")).isFalse();
    assertThat(same(Comparison.ORDER, "", "")).isTrue();
  }

  @Test
  void exact_compares_sort_too() {
    assertThat(same(Comparison.EXACT, "9/1/Y 7/2/N", "9/10/Y 7/20/N")).isFalse();
    assertThat(same(Comparison.EXACT, "9/1/Y 7/2/N", "9/1/Y 7/2/N")).isTrue();
  }

  @Test
  void equal_sets_have_equal_hashes() {
    assertThat(Links.set("9* 7")).isEqualTo(Links.set("9* 7")).hasSameHashCodeAs(Links.set("9* 7"));
    assertThat(Links.set("9* 7").hashCode()).isNotEqualTo(Links.set("9 7*").hashCode());
    assertThat(Links.set("9* 7")).isNotEqualTo(Links.set("9 7*")).isNotEqualTo("9* 7");
  }

  @Test
  void text_shows_contacts_in_order_with_a_star_at_the_primary() {
    assertThat(Links.set("9 7*")).hasToString("9 7*");
    assertThat(LinkSet.empty()).hasToString("none");
  }

  @Test
  void as_image_keeps_every_value() {
    assertThat(Links.set("9/5/N 7/7/Y").asImage()).isEqualTo(Links.image("9/5/N 7/7/Y"));
  }

  @ParameterizedTest
  @CsvSource({
    "7/1/Y 8/2/N,    7/1/Y 8/2/N",
    "7/0/N 8/2/Y,    7/10/N 8/20/Y",
    "8/-5/N 7/100/Y, 8/10/N 7/20/Y",
    "'',             ''",
  })
  void what_nobody_can_write_is_numbered_anew(String links, String wantable) {
    assertThat(Links.set(links).wantable()).isEqualTo(Links.set(wantable));
  }

  @Test
  void ids_are_positive_and_wanted_sorts_at_least_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> link(0, 10, false))
        .withMessageContaining("positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wanted(0))
        .withMessageContaining("positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wanted(1, 0))
        .withMessageContaining("at least 1");
    assertThat(wanted(1, 1).sort()).hasValue(1);
    assertThat(link(1, -5, false).sort()).isEqualTo(-5);
  }

  private static boolean same(Comparison comparison, String one, String other) {
    return comparison.same(Links.set(one), Links.set(other));
  }

  private static Link link(long contact, int sort, boolean primary) {
    return new Link(contact, sort, primary);
  }

  private static DesiredLink wanted(long contact) {
    return new DesiredLink(contact, OptionalInt.empty(), false);
  }

  private static DesiredLink wanted(long contact, int sort) {
    return new DesiredLink(contact, OptionalInt.of(sort), false);
  }
}
