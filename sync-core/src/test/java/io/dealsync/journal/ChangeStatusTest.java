package io.dealsync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeStatusTest {

  @ParameterizedTest
  @EnumSource(ChangeStatus.class)
  void every_status_is_found_by_its_word(ChangeStatus status) {
    assertThat(ChangeStatus.of(status.word())).isEqualTo(status);
    assertThat(status.word()).isLowerCase();
  }
}
