package io.dealsync.legacy;

import java.util.List;
import java.util.Optional;

/**
 * A row made of a record.
 *
 * @param values one for each column
 * @param skipped why there is nothing to move, if so
 * @param unreadable why it cannot be understood, if so
 */
record JsonRow(List<String> values, Optional<String> skipped, Optional<String> unreadable) {

  JsonRow {
    values = List.copyOf(values);
  }

  static JsonRow of(List<String> values) {
    return new JsonRow(values, Optional.empty(), Optional.empty());
  }

  static JsonRow skipped(List<String> values, String why) {
    return new JsonRow(values, Optional.of(why), Optional.empty());
  }

  static JsonRow unreadable(List<String> values, String why) {
    return new JsonRow(values, Optional.empty(), Optional.of(why));
  }
}
