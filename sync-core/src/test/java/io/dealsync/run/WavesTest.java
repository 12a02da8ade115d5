package io.dealsync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavesTest {

  @Test
  void a_wave_has_at_least_one_change() {
    assertThat(new Waves(List.of(1, 50), 0).sizes()).containsExactly(1, 50);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Waves(List.of(5, 0), 0))
        .withMessage("A wave has at least one change, not [5, 0]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void a_share_lies_between_none_and_all(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Waves(List.of(), share))
        .withMessage("The share that may fail is between 0 and 1: " + share);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void a_share_may_be_none_or_all(double share) {
    assertThat(new Waves(List.of(), share).share()).isEqualTo(share);
  }
}
