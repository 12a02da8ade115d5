package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.testing.Links;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
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

  @ParameterizedTest(name = "{0} to {1}, mirror {2} to {3}")
  @CsvSource({
    "7/10/Y,        7*,     7* 8, 7*,     adopt,  '', 8, mirror adopts: unlink 8",
    "7/10/Y 8/20/N, 7* 8,   7*,   7* 8,   adopt,  '', '', mirror adopts: link 8",
    "7/10/Y 9/20/N, 7* 9 6, 7* 6, 7* 9 6, link,   6,  '', link 6; mirror adopts: link 9",
    "7/10/Y 9/20/N, 9*,     9* 8, 9*,     unlink, '', 7 8, unlink 7; primary 7 → 9; mirror adopts: unlink 8",
    "7/10/N,        7*,     7* 8, 7*,     repair, '', 8, portal has no primary; mirror adopts: unlink 8",
  })
  void what_the_mirror_learns_counts_as_well(
      String before,
      String target,
      String from,
      String to,
      String word,
      String added,
      String removed,
      String phrase) {
    Delta delta = adopting(before, target, from, to);
    assertThat(delta.action().word()).isEqualTo(word);
    assertThat(delta.added()).isEqualTo(Links.set(added).contacts());
    assertThat(delta.removed()).containsExactlyElementsOf(Links.set(removed).contacts());
    assertThat(delta.words()).isEqualTo(phrase);
    assertThat(delta.emptied()).isFalse();
  }

  @Test
  void a_mirror_that_loses_its_last_contact_is_emptied() {
    assertThat(adopting("", "", "7*", "").emptied()).isTrue();
    assertThat(adopting("7/10/Y", "", "8*", "7*").emptied()).isTrue();
  }

  private static Delta adopting(String before, String target, String from, String to) {
    return new Change(
            1,
            Mode.MIRROR,
            Policy.MERGE,
            Links.image(before),
            Links.set(target),
            new MethodChooser(Comparison.ORDER)
                .choose(Links.image(before), Links.set(target), Mode.MIRROR),
            Instant.EPOCH,
            OptionalLong.empty(),
            Optional.of(new Adoption(Links.set(from), Links.set(to))))
        .delta();
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
