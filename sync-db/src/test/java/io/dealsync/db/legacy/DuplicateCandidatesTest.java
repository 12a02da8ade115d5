package io.dealsync.db.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DuplicateCandidatesTest {

  private final DuplicateCandidates suspects = new DuplicateCandidates();

  @Test
  void a_file_in_which_nothing_comes_twice_has_none() {
    for (int deal = 0; deal < 20_000; deal++) {
      suspects.watch(link("D-" + deal, "C-1", true));
      suspects.watch(link("D-" + deal, "C-2", false));
    }

    assertThat(suspects.none()).isTrue();
  }

  @Test
  void a_link_that_comes_again_is_noticed_however_many_lie_between() {
    for (int round = 0; round < 2; round++) {
      for (int deal = 0; deal < 1000; deal++) {
        suspects.watch(link("D-" + deal, round == 1 && deal != 7 ? "C-2" : "C-1", false));
      }
    }

    assertThat(suspects.deals()).containsExactly("D-7");
  }

  @Test
  void a_link_that_comes_again_at_once_is_noticed() {
    suspects.watch(link("D-1", "C-1", false));
    suspects.watch(link("D-1", "C-1", false));

    assertThat(suspects.none()).isFalse();
    assertThat(suspects.deals()).containsExactly("D-1");
  }

  @Test
  void a_second_primary_contact_is_noticed() {
    suspects.watch(link("D-1", "C-1", true));
    suspects.watch(link("D-2", "C-1", true));
    suspects.watch(link("D-1", "C-2", true));

    assertThat(suspects.deals()).containsExactly("D-1");
  }

  @Test
  void links_that_are_left_out_contradict_nothing() {
    suspects.watch(link("D-1", "C-1", true));
    suspects.watch(new LegacyLink("D-1", "C-1", OptionalInt.empty(), true, "", "deleted there"));

    assertThat(suspects.none()).isTrue();
  }

  @Test
  void ids_that_differ_in_one_place_have_keys_of_their_own() {
    String id = "0065g00000TqLmBAAV";
    Set<Long> keys = new HashSet<>();
    int ids = 0;
    for (int length = 0; length <= id.length(); length++) {
      keys.add(BloomFilter.key(id.substring(0, length), 0));
      ids++;
    }
    for (int at = 0; at < id.length(); at++) {
      for (char c = 'a'; c <= 'z'; c++) {
        keys.add(BloomFilter.key(id.substring(0, at) + "Я" + c + id.substring(at + 1), 0));
        ids++;
      }
    }

    assertThat(keys).hasSize(ids).doesNotContain(BloomFilter.key(id, 1));
  }

  private static LegacyLink link(String deal, String contact, boolean primary) {
    return new LegacyLink(deal, contact, OptionalInt.empty(), primary, "", "");
  }
}
