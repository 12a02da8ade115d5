package io.dealsync.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.link.Comparison;
import io.dealsync.link.LinkSet;
import io.dealsync.testing.Links;
import io.dealsync.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreeWayTest {

  /** Contacts in order, the primary with a star. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing changed,                         1* 2 3, 1* 2 3,   1* 2 3,   1* 2 3",
    "each side links one,                     1* 2,   1* 2 3,   1* 2 4,   1* 2 3 4",
    "each side unlinks one,                   1* 2 3, 1* 3,     1* 2,     1*",
    "mirror links and portal unlinks,         1* 2,   1* 2 3,   1*,       1* 3",
    "both link the same,                      1*,     1* 2,     1* 2,     1* 2",
    "both unlink the same,                    1* 2,   1*,       1*,       1*",
    "mirror moves the primary,                1* 2,   1 2*,     1* 2 3,   1 2* 3",
    "portal moves the primary,                1* 2,   1* 2 3,   1 2*,     1 2* 3",
    "both move it to the same,                1* 2,   1 2*,     1 2*,     1 2*",
    "mirror reorders and portal links,        1* 2 3, 3 2 1*,   1* 2 3 4, 3 4 2 1*",
    "portal reorders and mirror links,        1* 2 3, 1* 2 3 4, 3 2 1*,   3 4 2 1*",
    "both reorder alike,                      1* 2 3, 3 2 1*,   3 2 1*,   3 2 1*",
    "both reorder alike and one links,        1* 2 3, 3 2 1* 4, 3 2 1*,   3 2 1* 4",
    "a link comes in front,                   1* 2,   1* 2,     3 1* 2,   3 1* 2",
    "everything unlinked on one side,         1* 2,   '',       1* 2,     ''",
    "everything unlinked and one linked,      1* 2,   '',       1* 2 3,   3*",
    "removed primary is succeeded,            1* 2,   2*,       1* 2 3,   2* 3",
    "each side removes the other's primary,   1* 2 3, 2* 3,     1* 3,     3*",
    "the agreed empty set gets two sides,     '',     1*,       2*,       conflict",
  })
  void merges_links_order_and_primary_separately(
      String situation, String base, String desired, String observed, String merged) {
    assertThat(merge(base, desired, observed)).isEqualTo(merged.isEmpty() ? "none" : merged);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "both choose another primary,       1* 2 3, 1 2* 3, 1 2 3*",
    "both reorder differently,          1* 2 3, 2 1* 3, 1* 3 2",
    "a new primary is removed over there, 1* 2 3, 1 2* 3, 1* 3",
  })
  void contradictions_are_conflicts(
      String situation, String base, String desired, String observed) {
    assertThat(merge(base, desired, observed)).isEqualTo("conflict");
  }

  @Test
  void at_first_sight_the_union_keeps_every_link_and_the_portals_primary() {
    assertThat(union("1* 2", "3* 2", Comparison.ORDER)).isEqualTo(Links.set("3* 2 1"));
    assertThat(union("1* 2", "", Comparison.ORDER)).isEqualTo(Links.set("1* 2"));
    assertThat(union("", "1* 2", Comparison.ORDER)).isEqualTo(Links.set("1* 2"));
    assertThat(union("", "", Comparison.ORDER)).isEqualTo(LinkSet.empty());
  }

  @Test
  void at_first_sight_the_union_keeps_sort_values_where_they_are_compared() {
    assertThat(union("1/5/Y 2/7/N", "3/6/Y 2/9/N", Comparison.EXACT))
        .isEqualTo(Links.set("1/5/N 3/6/Y 2/9/N"));
  }

  private static LinkSet union(String desired, String observed, Comparison comparison) {
    return ThreeWay.union(Links.set(desired), Links.set(observed), comparison);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "one side gives a SORT and one links,   1/10/Y 2/20/N, 1/10/Y 2/15/N, 1/10/Y 2/20/N 3/30/N, 1/10/Y 2/15/N 3/30/N",
    "each side gives another one a SORT,    1/10/Y 2/20/N, 1/10/Y 2/15/N, 1/12/Y 2/20/N,        1/12/Y 2/15/N",
    "both give the same,                    1/10/Y 2/20/N, 1/10/Y 2/15/N, 1/10/Y 2/15/N 3/30/N, 1/10/Y 2/15/N 3/30/N",
    "a link comes in front,                 1/10/Y 2/20/N, 1/11/Y 2/20/N, 1/10/N 2/20/N 3/5/Y,  3/5/Y 1/11/N 2/20/N",
    "both link the same,                    1/10/Y,        1/11/Y 2/20/N, 1/10/Y 2/20/N,        1/11/Y 2/20/N",
    "a removed primary is succeeded,        1/10/Y 2/20/N, 2/20/Y,        1/10/Y 2/20/N 3/15/N, 3/15/N 2/20/Y",
    "one side reorders by SORT,             1/10/Y 2/20/N, 1/30/Y 2/20/N, 1/10/Y 2/20/N 3/40/N, 2/20/N 1/30/Y 3/40/N",
    "a SORT against another,                1/10/Y 2/20/N, 1/10/Y 2/15/N, 1/10/Y 2/16/N,        conflict",
    "a SORT against a removal,              1/10/Y 2/20/N, 1/10/Y 2/15/N, 1/10/Y,               conflict",
    "a removal against a SORT,              1/10/Y 2/20/N, 1/10/Y,        1/10/Y 2/15/N,        conflict",
    "both link the same differently,        1/10/Y,        1/10/Y 2/20/N, 1/10/Y 2/30/N,        conflict",
    "an order that neither side has chosen, 1/10/Y 2/20/N, 1/15/Y 2/20/N, 1/10/Y 2/12/N,        conflict",
    "a SORT of the last link,               1/10/Y,        1/15/Y,        '',                   conflict",
    "nothing is left,                       1/10/Y 2/20/N, 1/10/Y,        2/20/Y,               none",
  })
  void merges_sort_values_link_by_link_where_they_are_compared(
      String situation, String base, String desired, String observed, String merged) {
    ThreeWay threeWay =
        new ThreeWay(Links.set(base), Links.set(desired), Links.set(observed), Comparison.EXACT);
    assertThat(
            switch (threeWay.merge()) {
              case ThreeWay.Result.Merged result -> result.links().asImage().toString();
              case ThreeWay.Result.Conflict ignored -> "conflict";
            })
        .isEqualTo(merged);
  }

  @Test
  void one_changed_side_always_wins_and_no_kept_link_is_lost() {
    Seeds.each(
        2000,
        seed -> {
          Random random = Seeds.random(seed);
          LinkSet base = random(random);
          LinkSet changed = random(random);
          LinkSet other = random(random);

          assertThat(merge(base, changed, base)).isEqualTo(changed.toString());
          assertThat(merge(base, base, changed)).isEqualTo(changed.toString());
          if (new ThreeWay(base, changed, other, Comparison.ORDER).merge()
              instanceof ThreeWay.Result.Merged merged) {
            for (long contact = 1; contact <= 6; contact++) {
              boolean wanted =
                  base.contains(contact)
                      ? changed.contains(contact) && other.contains(contact)
                      : changed.contains(contact) || other.contains(contact);
              assertThat(merged.links().contains(contact)).isEqualTo(wanted);
            }
          }
        });
  }

  private static LinkSet random(Random random) {
    List<String> contacts = new ArrayList<>();
    for (int contact = 1; contact <= 6; contact++) {
      if (random.nextBoolean()) {
        contacts.add(random.nextInt(contacts.size() + 1), Integer.toString(contact));
      }
    }
    if (!contacts.isEmpty()) {
      int primary = random.nextInt(contacts.size());
      contacts.set(primary, contacts.get(primary) + "*");
    }
    return Links.set(String.join(" ", contacts));
  }

  private static String merge(String base, String desired, String observed) {
    return merge(Links.set(base), Links.set(desired), Links.set(observed));
  }

  private static String merge(LinkSet base, LinkSet desired, LinkSet observed) {
    return switch (new ThreeWay(base, desired, observed, Comparison.ORDER).merge()) {
      case ThreeWay.Result.Merged merged -> merged.links().toString();
      case ThreeWay.Result.Conflict ignored -> "conflict";
    };
  }
}
