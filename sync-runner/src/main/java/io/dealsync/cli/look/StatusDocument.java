package io.dealsync.cli.look;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.RunFields;
import io.dealsync.db.AddressMemory;
import io.dealsync.db.PortalRegister;
import io.dealsync.journal.PortalStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the mirror of a portal stands. */
@JsonDocument(
    name = "status",
    about = "`status`: where the mirror stands, from the database alone.")
record StatusDocument(
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField(value = "Managed deals", unit = "deals") long deals,
    @JsonField(value = "Managed deals that are left alone", unit = "deals") long paused,
    @JsonField(value = "Desired links", unit = "links") long links,
    @JsonField(value = "Managed deals that no run has read yet", unit = "deals") long unread,
    @JsonField(value = "Deals edited since both sides agreed", unit = "deals") long edited,
    @JsonField(value = "Deals that wait for people", unit = "deals") long held,
    @JsonField(
            value = "Changes that may have been sent, and whose outcome the next run finds out",
            unit = "changes")
        long openIntents,
    @JsonField("Where the portal was found after it was renamed; blank when it was not")
        String renamedTo,
    @JsonField("Who holds the lease, in a sentence; blank when no run is under way") String running,
    @JsonField(
            value = "When a run last left both sides equal; blank if never",
            unit = "ISO 8601, UTC")
        String lastInSyncAt,
    @JsonField(
            value = "When a run last went through all deals; blank if never",
            unit = "ISO 8601, UTC")
        String lastFullAt,
    @JsonField("The latest run; absent when there was none") Optional<RunFields> lastRun,
    @JsonField("What the next run over all deals would do, in a sentence") String nextRun,
    @JsonField("Portals with managed deals that the configuration does not name")
        List<Unconfigured> unconfiguredPortals) {

  /** A portal whose deals nobody syncs. */
  record Unconfigured(
      @JsonField("The portal's name") String portal,
      @JsonField(value = "Its managed deals", unit = "deals") long deals) {}

  static StatusDocument of(
      String portal,
      PortalStatus status,
      Optional<AddressMemory.Move> move,
      String nextRun,
      List<PortalRegister.Unconfigured> unconfigured) {
    return new StatusDocument(
        portal,
        status.managed(),
        status.paused(),
        status.links(),
        status.unread(),
        status.edited(),
        status.held(),
        status.openIntents(),
        move.map(AddressMemory.Move::to).orElse(""),
        status.holder().orElse(""),
        status.lastInSyncAt().map(Instant::toString).orElse(""),
        status.lastFullAt().map(Instant::toString).orElse(""),
        status.last().map(RunFields::of),
        nextRun,
        unconfigured.stream().map(each -> new Unconfigured(each.portal(), each.deals())).toList());
  }
}
