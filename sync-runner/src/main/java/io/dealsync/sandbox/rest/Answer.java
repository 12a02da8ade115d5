package io.dealsync.sandbox.rest;

import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** Where a method writes its {@code result}, and, for lists, {@code total} and {@code next}. */
final class Answer {

  private final JsonGenerator json;
  private OptionalLong total = OptionalLong.empty();
  private OptionalLong next = OptionalLong.empty();
  private boolean cutHalfway;

  Answer(JsonGenerator json) {
    this.json = json;
  }

  /** Exactly one value must be written; nothing after a {@link RestFailure}. */
  JsonGenerator json() {
    return json;
  }

  void total(long rows) {
    total = OptionalLong.of(rows);
  }

  void next(long offset) {
    next = OptionalLong.of(offset);
  }

  /** The server will die in the middle of the method, if that has one. */
  void cutHalfway() {
    cutHalfway = true;
  }

  boolean isCutHalfway() {
    return cutHalfway;
  }

  OptionalLong total() {
    return total;
  }

  OptionalLong next() {
    return next;
  }
}
