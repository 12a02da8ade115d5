package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import org.jspecify.annotations.Nullable;

/** Finds parameters under the names that the server accepts (contract 1.1). */
final class Params {

  private Params() {}

  /** {@code ID}, else {@code id}, cast to an integer; 0 when absent. */
  static long id(PhpArray params) {
    Object upper = params.get("ID");
    return PhpCast.toInt(upper != null ? upper : params.get("id"));
  }

  /** The array under {@code fields}, {@code FIELDS}, {@code Fields} or {@code arFields}. */
  static @Nullable PhpArray fields(PhpArray params) {
    return array(params, "fields", "FIELDS", "Fields", "arFields");
  }

  /** The array under {@code items}, {@code ITEMS}, {@code Items} or {@code arItems}. */
  static @Nullable PhpArray items(PhpArray params) {
    return array(params, "items", "ITEMS", "Items", "arItems");
  }

  private static @Nullable PhpArray array(PhpArray params, String... names) {
    for (String name : names) {
      Object value = params.get(name);
      if (value != null) {
        return value instanceof PhpArray array ? array : null;
      }
    }
    return null;
  }
}
