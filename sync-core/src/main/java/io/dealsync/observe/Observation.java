package io.dealsync.observe;

import io.dealsync.link.LinkImage;
import java.time.Instant;

/** What the portal answered about one deal. */
public sealed interface Observation {

  /** When the question was asked; what followed on the portal is unknown. */
  Instant at();

  /**
   * The deal's rows. An empty image proves nothing about the deal's existence (contract 1.5).
   *
   * @param image the rows exactly as answered
   */
  record Present(LinkImage image, Instant at) implements Observation {}

  /** The deal does not exist. */
  record Missing(Instant at) implements Observation {}

  /**
   * The webhook's user may not read the deal.
   *
   * @param text the portal's own words
   */
  record Denied(String text, Instant at) implements Observation {}

  /**
   * The portal answered for this deal with an error, or not in a form that can be understood.
   *
   * @param text the portal's own words, or what was wrong with them
   */
  record Unreadable(String text, Instant at) implements Observation {}
}
