package io.dealsync.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.Links;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightingTest {

  @ParameterizedTest(name = "{0} with primary {1} shows {2}: {3}")
  @CsvSource({
    "7 8, 7, 7* 8, true",
    "7 8, 8, 7* 8, false",
    "8 7, 7, 7* 8, false",
    "7,   7, 7* 8, false",
    "'',  0, '',   true",
    "'',  7, '',   false",
    "7 8, 0, 7* 8, false",
  })
  void shows_links_with_the_same_contacts_order_and_primary(
      String contacts, long primary, String links, boolean shows) {
    assertThat(sighting(contacts, primary).shows(Links.set(links))).isEqualTo(shows);
  }

  @ParameterizedTest(name = "{0} with primary {1} agrees with {2}: {3}")
  @CsvSource({
    "7 8, 7, 7/1/Y 8/2/N, true",
    "7 8, 7, 7/1/Y 8/2/Y, true", // the smaller of two primaries
    "7 8, 8, 7/1/Y 8/2/Y, false",
    "7 8, 0, 7/1/N 8/2/N, true", // no primary
    "7 8, 7, 7/1/N 8/2/N, false",
    "7,   7, 7/1/Y 8/2/N, false",
    "'',  0, '',          true",
    "8 7, 7, 7/1/Y 8/1/N, true", // of equal SORT
    "9 8 7, 7, 7/2/Y 8/2/N 9/1/N, true",
    "8 9 7, 7, 7/2/Y 8/2/N 9/1/N, false",
    "8 6, 7, 7/1/Y 8/1/N, false",
  })
  void agrees_with_rows_that_say_the_same(
      String contacts, long primary, String rows, boolean agrees) {
    assertThat(sighting(contacts, primary).agreesWith(Links.image(rows))).isEqualTo(agrees);
  }

  @ParameterizedTest(name = "a part, {0}, with primary {1} agrees with {2}: {3}")
  @CsvSource({
    "7,   7, 7/1/Y 8/2/N, true",
    "8,   7, 7/1/Y 8/2/N, true", // whichever rows came first
    "7 8, 7, 7/1/Y 8/2/N, true",
    "'',  7, 7/1/Y 8/2/N, true",
    "7 9, 7, 7/1/Y 8/2/N, false",
    "7,   8, 7/1/Y 8/2/N, false",
  })
  void a_part_agrees_with_rows_that_have_it(
      String contacts, long primary, String rows, boolean agrees) {
    Sighting part = new Sighting(1, primary, Links.set(contacts).contacts(), false);
    assertThat(part.agreesWith(Links.image(rows))).isEqualTo(agrees);
  }

  @Test
  void a_part_shows_nothing_for_certain() {
    assertThat(new Sighting(1, 7, List.of(7L), false).shows(Links.set("7*"))).isFalse();
  }

  @Test
  void links_of_equal_sort_are_put_into_the_order_of_known_links() {
    assertThat(sighting("8 7", 7).orderedBy(Links.image("7/10/Y 8/10/N").canonical()))
        .isEqualTo(sighting("7 8", 7));
    assertThat(sighting("8 7", 7).orderedBy(Links.image("7/10/Y 8/20/N").canonical()))
        .isEqualTo(sighting("8 7", 7));
    assertThat(sighting("8 7 9", 7).orderedBy(Links.image("7/10/Y 8/10/N").canonical()))
        .isEqualTo(sighting("8 7 9", 7));
  }

  @Test
  void its_rows_have_the_sort_of_their_position() {
    assertThat(sighting("8 7", 7).asImage()).isEqualTo(Links.image("8/10/N 7/20/Y"));
  }

  @Test
  void its_contacts_are_its_own() {
    List<Long> contacts = new ArrayList<>(List.of(7L));
    Sighting sighting = new Sighting(1, 7, contacts, true);
    contacts.clear();
    assertThat(sighting.contacts()).containsExactly(7L);
  }

  private static Sighting sighting(String contacts, long primary) {
    return new Sighting(1, primary, Links.set(contacts).contacts(), true);
  }
}
