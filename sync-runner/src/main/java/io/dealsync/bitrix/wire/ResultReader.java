package io.dealsync.bitrix.wire;

import tools.jackson.core.JsonParser;

/**
 * Reads the {@code result} of one call from a stream.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface ResultReader<T> {

  /**
   * Reads the value whose first token is current. How far it reads within the value does not
   * matter.
   *
   * @throws ShapeException when the value is not of the expected kind
   */
  T read(JsonParser parser);
}
