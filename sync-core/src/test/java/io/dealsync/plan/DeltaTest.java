package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.Links;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaTest {

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "7/10/Y,               7* 8,     link,    link 8",
    "7/10/Y,               7 8*,     link,    link 8; primary 7 → 8",
    "7/10/Y 8/20/N,        7*,       unlink,  unlink 8",
    "7/10/Y 8/20/N,        8*,       unlink,  unlink 7; primary 7 → 8",
    "7/10/Y 8/20/N,        7* 9 6,   replace, link 9 6; unlink 8",
    "7/10/Y 8/20/N,        7 8*,     promote, primary 7 → 8",
    "7/10/Y 8/20/N,        8 7*,     reorder, order 7 8 → 8 7",
    "7/10/Y 8/20/N,        8* 7,     reorder, order 7 8 → 8 7; primary 7 → 8",
    "7/10/Y 8/20/N,        8 9 7*,   link,    link 9; order 7 8 → 8 9 7",
    "7/10/Y 8/20/N,        '',       clear,   unlink all: 7 8",
    "'',                   7* 8,     fill,    link 7 8",
    "7/1/Y 8/2/N,          7* 8,     repair,  SORT values",
    "7/10/Y 8/20/Y,        7* 8,     repair,  portal has two primaries",
    "7/10/N 8/20/N,        7* 8,     repair,  portal has no primary",
    "7/10/Y 8/20/Y,        7 8*,     promote, portal has two primaries",
    "7/10/Y 8/20/Y,        '',       clear,   unlink all: 7 8; portal has two primaries",
  })
  void a_difference_has_a_word_and_a_phrase(
      String before, String target, String word, String phrase) {
    Delta delta = Delta.between(Links.image(before), Links.set(target));
    assertThat(delta.action().word()).isEqualTo(word);
    assertThat(delta.words()).isEqualTo(phrase);
  }

  @Test
  void contacts_are_counted_in_the_order_of_their_side() {
    Delta delta = Delta.between(Links.image("9/10/Y 8/20/N 7/30/N"), Links.set("6* 8 5"));
    assertThat(delta.added()).containsExactly(6L, 5L);
    assertThat(delta.removed()).containsExactly(9L, 7L);
    assertThat(delta.emptied()).isFalse();
  }

  @Test
  void only_losing_the_last_contact_empties_a_deal() {
    assertThat(Delta.between(Links.image("7/10/Y"), Links.set("")).emptied()).isTrue();
    assertThat(Delta.between(Links.image(""), Links.set("")).emptied()).isFalse();
    assertThat(Delta.between(Links.image("7/10/Y"), Links.set("8*")).emptied()).isFalse();
  }
}
