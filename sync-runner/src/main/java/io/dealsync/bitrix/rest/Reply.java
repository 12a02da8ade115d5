package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.wire.PortalError;
import java.time.Instant;

/**
 * How a call ended.
 *
 * @param <T> what its result gives
 */
public sealed interface Reply<T> {

  /**
   * It was carried out.
   *
   * @param askedAt when the request left
   */
  record Result<T>(T value, Instant askedAt) implements Reply<T> {}

  /** It was refused, and had no effect. */
  record Refused<T>(PortalError error) implements Reply<T> {}

  /** It could not leave in time, and so had no effect. */
  record Overdue<T>() implements Reply<T> {}

  /** It may have had an effect, and there is no clear answer. */
  record Unknown<T>(String why) implements Reply<T> {}
}
