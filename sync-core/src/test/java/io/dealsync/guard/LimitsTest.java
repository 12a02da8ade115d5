package io.dealsync.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  @Test
  void defaults_are_as_documented() {
    assertThat(Limits.DEFAULT)
        .isEqualTo(new Limits(30, 10, 5, 1000, false, false, Duration.ofHours(24), false));
  }

  @Test
  void every_limit_can_be_replaced_by_its_name() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("changed-percent", " 45.5 ");
    values.put("emptied-percent", "0");
    values.put("removed-links", "5");
    values.put("empty-desired", "yes");
    values.put("empty-portal", "true");
    assertThat(Limits.DEFAULT.with(values)).isEqualTo(limits(45.5, 0, 5, true, true));
  }

  @Test
  void one_replaced_limit_leaves_the_others() {
    Limits odd = limits(1, 2, 3, true, false);
    assertThat(odd.with("changed-percent", "9")).isEqualTo(limits(9, 2, 3, true, false));
    assertThat(odd.with("emptied-percent", "9")).isEqualTo(limits(1, 9, 3, true, false));
    assertThat(odd.with("removed-links", "9")).isEqualTo(limits(1, 2, 9, true, false));
    assertThat(odd.with("empty-desired", "no")).isEqualTo(limits(1, 2, 3, false, false));
    assertThat(odd.with("empty-portal", "yes")).isEqualTo(limits(1, 2, 3, true, true));
    assertThat(odd.with("empty-desired", "false")).isEqualTo(limits(1, 2, 3, false, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "many", "", "NaN", "Infinity", "30%"})
  void a_number_that_is_none_is_refused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.DEFAULT.with("removed-links", value))
        .withMessage(
            "The guard limit removed-links takes a number that is not negative, not '"
                + value
                + "'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "", "1", "YES"})
  void a_yes_or_no_that_is_neither_is_refused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.DEFAULT.with("empty-portal", value))
        .withMessage("The guard limit empty-portal takes yes or no, not '" + value + "'.");
  }

  @Test
  void an_unknown_limit_is_answered_with_the_known_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.DEFAULT.with("changes", "1"))
        .withMessage(
            "There is no guard limit 'changes'; the limits are changed-percent, emptied-percent,"
                + " removed-links, empty-desired, empty-portal, returned-database.");
  }

  @ParameterizedTest
  @CsvSource({"changed-percent, NUMBER", "empty-portal, YES_NO"})
  void a_limit_is_found_by_its_key(String key, Limit.Kind kind) {
    assertThat(Limit.named(key).map(Limit::kind)).contains(kind);
    assertThat(Limit.named(key).map(Limit::key)).contains(key);
  }

  @Test
  void an_allowance_is_one_only_where_it_allows_more() {
    assertThat(
            Limits.DEFAULT
                .with("emptied-percent", "10")
                .allowsMore("emptied-percent", Limits.DEFAULT))
        .isFalse();
    assertThat(
            Limits.DEFAULT
                .with("emptied-percent", "11")
                .allowsMore("emptied-percent", Limits.DEFAULT))
        .isTrue();
    assertThat(Limits.DEFAULT.with("empty-portal", "no").allowsMore("empty-portal", Limits.DEFAULT))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "changed-percent, 30, 31",
    "emptied-percent, 10, 10.5",
    "removed-links, 1000, 1001",
    "empty-desired, no, yes",
    "empty-portal, no, yes",
    "returned-database, no, yes"
  })
  void each_limit_is_compared_with_the_one_configured(String name, String same, String more) {
    Limits configured = Limits.DEFAULT;
    Limits raised = configured.with(name, more);

    assertThat(raised.allowsMore(name, configured)).isTrue();
    assertThat(configured.with(name, same).allowsMore(name, configured)).isFalse();
    assertThat(configured.allowsMore(name, raised)).isFalse();
    assertThat(raised.allowsMore(name, raised)).isFalse();
  }

  @Test
  void a_limit_that_nobody_knows_is_not_compared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.DEFAULT.allowsMore("changes", Limits.DEFAULT))
        .withMessageContaining("There is no guard limit 'changes'");
  }

  private static Limits limits(
      double changed, double emptied, long removed, boolean desired, boolean portal) {
    return new Limits(changed, emptied, 5, removed, desired, portal, Duration.ofHours(24), false);
  }
}
