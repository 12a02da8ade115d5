package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SalesforceIdTest {

  @Test
  void fifteen_characters_get_the_suffix_that_tells_their_capitals() {
    assertThat(SalesforceId.full("0065g00000TqLmB", "id", "")).isEqualTo("0065g00000TqLmBAAV");
    assertThat(SalesforceId.full("003AAAAAAAAAAAA", "id", "")).isEqualTo("003AAAAAAAAAAAAY55");
  }

  @Test
  void lost_capitals_are_restored_from_the_suffix() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (int round = 0; round < 1000; round++) {
      StringBuilder id = new StringBuilder("003");
      while (id.length() < 15) {
        id.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String full = SalesforceId.full(id.toString(), "id", "003");
      assertThat(SalesforceId.isFull(full)).as("seed %d: %s", seed, full).isTrue();
      assertThat(SalesforceId.brief(full)).as("seed %d", seed).isEqualTo(id.toString());
      assertThat(SalesforceId.full(full.toUpperCase(java.util.Locale.ROOT), "id", "003"))
          .as("seed %d", seed)
          .isEqualTo(full);
    }
  }

  @Test
  void a_suffix_that_does_not_fit_is_refused() {
    assertThatThrownBy(() -> SalesforceId.full("0065g00000TqLmBAAA", "id", ""))
        .isInstanceOf(BadValue.class)
        .hasMessageContaining("is damaged");
  }
}
