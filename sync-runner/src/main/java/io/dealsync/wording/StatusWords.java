package io.dealsync.wording;

import io.dealsync.db.PortalRegister;
import io.dealsync.journal.PortalStatus;

/** Where a portal's mirror stands, in words. */
public final class StatusWords {

  private StatusWords() {}

  /** {@code 6,000 deals with 16,074 links, 3 paused}. */
  public static String managed(PortalStatus status) {
    return "%s with %s%s"
        .formatted(
            HumanFormat.count(status.managed(), "deal"),
            HumanFormat.count(status.links(), "link"),
            status.paused() == 0 ? "" : ", " + HumanFormat.number(status.paused()) + " paused");
  }

  /** {@code Portal erp has 16,667 managed deals, but …}. */
  public static String unconfigured(PortalRegister.Unconfigured portal) {
    return "Portal %s has %s that nobody syncs, because the configuration does not name it."
        .formatted(portal.portal(), HumanFormat.count(portal.deals(), "managed deal"));
  }

  /** {@code 2026-03-03 02:04:11; all deals last gone through 2026-03-04 02:03:58}. */
  public static String inSync(PortalStatus status) {
    String last = status.lastInSyncAt().map(HumanFormat::time).orElse("never so far");
    return status.lastFullAt().equals(status.lastInSyncAt())
        ? last
        : last
            + status
                .lastFullAt()
                .map(at -> "; all deals last gone through " + HumanFormat.time(at))
                .orElse("");
  }

  /** {@code 2 deals since both sides last agreed, 7 never read so far}. */
  public static String edited(PortalStatus status) {
    return "%s since both sides last agreed%s"
        .formatted(
            HumanFormat.count(status.edited(), "deal"),
            status.unread() == 0
                ? ""
                : ", " + HumanFormat.number(status.unread()) + " never read so far");
  }
}
