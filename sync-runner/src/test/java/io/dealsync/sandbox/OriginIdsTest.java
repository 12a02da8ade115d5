package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OriginIdsTest {

  @ParameterizedTest
  @CsvSource({
    "salesforce, 0065g0000000001AAA, 0035g0000000001AAA",
    "HubSpot, 9021370001, 151",
    "zoho, 3652397000000649001, 3652397000000211001",
    "suite, D-1, C-1"
  })
  void each_crm_has_ids_of_its_own_shape(String crm, String deal, String contact) {
    assertThat(OriginIds.of(crm).deal(1)).isEqualTo(deal);
    assertThat(OriginIds.of(crm).contact(1)).isEqualTo(contact);
  }

  @ParameterizedTest
  @EnumSource
  void no_two_records_have_the_same(OriginIds ids) {
    Set<String> seen = new HashSet<>();
    for (long number = 1; number <= 5_000; number++) {
      assertThat(seen.add(ids.deal(number))).isTrue();
    }
  }
}
