package io.dealsync.portal;

import java.util.Optional;

/**
 * Whether writes may leave. Asked immediately before each batch of them does, after all waiting for
 * the portal's limits; several batches may ask at once.
 */
@FunctionalInterface
public interface SendGate {

  /** Why they may not leave any more, in a sentence; empty when they may, now. */
  Optional<String> obstacle();
}
