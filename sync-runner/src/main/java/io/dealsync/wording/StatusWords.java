package io.dealsync.wording;

import io.dealsync.journal.PortalStatus;

/** Where a portal's mirror stands, in words. */
public final class StatusWords {

  private StatusWords() {}

  /** {@code 6,000 deals with 16,074 links, 3 paused}. */
  public static String managed(PortalStatus status) {
    return "%s with %s%s"
        .formatted(
            Words.count(status.managed(), "deal"),
            Words.count(status.links(), "link"),
            status.paused() == 0 ? "" : ", " + Words.number(status.paused()) + " paused");
  }

  /** {@code 2 deals since both sides last agreed, 7 never read so far}. */
  public static String edited(PortalStatus status) {
    return "%s since both sides last agreed%s"
        .formatted(
            Words.count(status.edited(), "deal"),
            status.unread() == 0
                ? ""
                : ", " + Words.number(status.unread()) + " never read so far");
  }
}
