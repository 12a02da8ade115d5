package io.dealsync.bitrix.wire;

import java.util.Optional;

/**
 * A whole answer of the portal, read.
 *
 * @param <T> what its result gives
 */
public sealed interface Envelope<T> {

  /** The call was carried out. */
  record Success<T>(T result, Optional<WorkingTime> working) implements Envelope<T> {}

  /** The call was refused as a whole. */
  record Fault<T>(PortalError error) implements Envelope<T> {}

  /**
   * Not an answer of a portal: HTML, cut off, or of another shape.
   *
   * @param page the title or the first words of what came instead; blank if there are none
   */
  record Garbled<T>(String why, String page) implements Envelope<T> {

    /** One of which nothing is to be quoted. */
    public Garbled(String why) {
      this(why, "");
    }
  }
}
