package io.dealsync.serve.alarm;

import java.time.Instant;
import java.util.Optional;

/**
 * How a portal's alarm is set.
 *
 * @param last when it last rang
 * @param next when it rings next; empty when never
 */
public record Alarm(Optional<Instant> last, Optional<Instant> next) {

  /** One that never rings. */
  public static final Alarm NEVER = new Alarm(Optional.empty(), Optional.empty());
}
