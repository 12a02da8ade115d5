package io.dealsync.cli.json;

import java.util.function.Consumer;

/**
 * An array whose elements are written as they come, so that memory does not grow with them.
 *
 * @param <T> the element
 */
@FunctionalInterface
public interface JsonRows<T> {

  /** Passes all elements on, in order. */
  void forEach(Consumer<T> writer);
}
