package io.dealsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.Changes;
import io.dealsync.testing.Links;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OverwrittenTest {

  @Test
  void at_the_first_attempt_the_before_image_is_what_was_found() {
    assertThat(onto("1/10/Y 2/20/N", "1/10/Y 2/20/N", "1/10/Y 3/20/N")).isEqualTo("1/10/Y 3/20/N");
  }

  @Test
  void a_link_of_somebody_else_joins_the_before_image_of_the_first_attempt() {
    assertThat(onto("1/10/Y 2/20/N", "2/10/Y", "2/10/Y 5/50/N")).isEqualTo("1/10/Y 2/20/N 5/50/N");
  }

  @Test
  void a_primary_of_somebody_else_joins_the_before_image_as_an_ordinary_link() {
    assertThat(onto("1/10/Y 2/20/N", "2/10/Y", "2/10/N 5/50/Y")).isEqualTo("1/10/Y 2/20/N 5/50/N");
  }

  @Test
  void what_somebody_else_unlinked_is_not_in_the_before_image_any_more() {
    assertThat(onto("1/10/Y 2/20/N 3/30/N", "2/20/Y 3/30/N", "2/20/Y")).isEqualTo("1/10/Y 2/20/N");
  }

  @Test
  void what_an_earlier_attempt_linked_stays_out_of_the_before_image() {
    assertThat(onto("1/10/Y", "1/10/Y 4/20/N", "1/10/Y 4/20/N 5/50/N")).isEqualTo("1/10/Y 5/50/N");
  }

  @Test
  void what_somebody_else_links_again_keeps_the_row_that_it_had_at_first() {
    assertThat(onto("1/10/Y 2/20/N", "2/20/Y", "2/20/Y 1/70/N")).isEqualTo("1/10/Y 2/20/N");
  }

  @Test
  void a_link_and_an_unlinking_are_told_by_contact() {
    assertThat(words("1/10/Y 2/20/N", "1/10/Y 3/20/N 4/30/N"))
        .isEqualTo(
            "A colleague's link of contacts 3, 4 and unlinking of contact 2 were overwritten within"
                + " the same second.");
  }

  @Test
  void another_order_or_primary_is_told_as_such() {
    String told =
        "A colleague's change of order or primary was overwritten within the same second.";
    assertThat(words("1/10/Y 2/20/N", "1/10/N 2/20/Y")).isEqualTo(told);
    assertThat(words("1/10/Y 2/20/N", "1/20/Y 2/10/N")).isEqualTo(told);
  }

  @Test
  void other_sort_values_in_the_same_order_are_told_as_such() {
    assertThat(words("1/10/Y 2/20/N", "1/10/Y 2/30/N"))
        .isEqualTo("A colleague's change of SORT values was overwritten within the same second.");
  }

  private static String onto(String first, String expected, String found) {
    return overwritten(expected, found).onto(Links.image(first)).toString();
  }

  private static String words(String expected, String found) {
    return overwritten(expected, found).words();
  }

  private static Overwritten overwritten(String expected, String found) {
    return new Overwritten(Changes.mirror(1, expected, "6* 7", Instant.EPOCH), Links.image(found));
  }
}
