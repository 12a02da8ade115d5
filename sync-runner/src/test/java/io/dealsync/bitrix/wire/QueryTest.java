package io.dealsync.bitrix.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

  @Test
  void encodes_brackets_and_joins_parameters() {
    assertThat(new Query().with("id", 1875).with("fields[CONTACT_ID]", 55))
        .hasToString("id=1875&fields%5BCONTACT_ID%5D=55");
  }

  @ParameterizedTest
  @CsvSource({
    "A-17, A-17",
    "a b, a%20b",
    "a+b, a%2Bb",
    "a#b, a%23b",
    "a&b=c, a%26b%3Dc",
    "100%, 100%25",
    "é€😀, %C3%A9%E2%82%AC%F0%9F%98%80",
    "$result[x], %24result%5Bx%5D",
  })
  void encodes_values_once(String plain, String encoded) {
    assertThat(new Query().with("v", plain)).hasToString("v=" + encoded);
  }

  @Test
  void knows_values_that_a_batch_would_replace() {
    assertThat(Query.readsAsReference("A-17")).isFalse();
    assertThat(Query.readsAsReference("x $result[a] y")).isTrue();
  }
}
