package io.dealsync.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.Links;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkImageTest {

  @Test
  void rows_are_ordered_whatever_order_they_came_in() {
    assertThat(Links.image("9/20/N 7/10/Y 3/20/N")).isEqualTo(Links.image("7/10/Y 3/20/N 9/20/N"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',              true,  0",
    "7/10/Y 9/20/N,   true,  1",
    "7/10/N 9/20/N,   false, 0",
    "7/10/Y 9/20/Y,   false, 2",
    "7/10/Y 7/20/N,   false, 1",
    "7/10/Y 9/10/N,   true,  1",
  })
  void an_image_knows_whether_it_is_damaged(String rows, boolean wellFormed, int primaries) {
    assertThat(Links.image(rows).wellFormed()).isEqualTo(wellFormed);
    assertThat(Links.image(rows).primaries()).isEqualTo(primaries);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                    none",
    "7/10/Y 9/20/N,         7* 9",
    "7/10/N 9/20/N,         7* 9",
    "9/10/Y 7/20/Y,         9 7*",
    "9/10/N 7/20/Y 8/30/Y,  9 7* 8",
    "7/10/N 7/20/Y 8/30/N,  7* 8",
  })
  void the_canonical_form_repairs_damage(String rows, String canonical) {
    assertThat(Links.image(rows).canonical()).hasToString(canonical);
  }

  @Test
  void the_canonical_form_keeps_sort_values() {
    assertThat(Links.image("9/-5/N 7/0/Y").canonical()).isEqualTo(Links.set("9/-5/N 7/0/Y"));
  }

  @Test
  void an_image_without_rows_is_empty() {
    assertThat(LinkImage.of().isEmpty()).isTrue();
    assertThat(LinkImage.empty()).isEqualTo(LinkImage.of());
    assertThat(Links.image("7/10/Y").isEmpty()).isFalse();
    assertThat(LinkImage.empty().canonical()).isEqualTo(LinkSet.empty());
  }

  @Test
  void text_shows_sort_and_flag() {
    assertThat(Links.image("7/10/Y 9/20/N")).hasToString("7/10/Y 9/20/N");
    assertThat(LinkImage.empty()).hasToString("none");
  }
}
