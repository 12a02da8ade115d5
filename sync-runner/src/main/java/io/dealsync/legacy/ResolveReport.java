package io.dealsync.legacy;

import io.dealsync.db.legacy.Blocker;
import io.dealsync.db.legacy.IdCounts;
import io.dealsync.db.legacy.MoveCounts;
import io.dealsync.db.legacy.StaleLinks;
import io.dealsync.guard.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the links of a source have come.
 *
 * @param source the other CRM
 * @param links how many links shall move
 * @param mappings what the mapping files brought
 * @param deals how far its deals' ids are resolved
 * @param contacts how far its contacts' ids are resolved
 * @param move what became of its deals; empty when they were not to be moved
 * @param stale the links that were moved and have left the other CRM since
 * @param refusals why they were not taken out; none when they were
 * @param blockers the ids that block most links
 * @param run the run that tells what was moved; empty when nothing was
 */
public record ResolveReport(
    String source,
    long links,
    List<MappingReport> mappings,
    IdCounts deals,
    IdCounts contacts,
    Optional<MoveCounts> move,
    StaleLinks stale,
    List<Refusal> refusals,
    List<Blocker> blockers,
    OptionalLong run) {

  public ResolveReport {
    mappings = List.copyOf(mappings);
    refusals = List.copyOf(refusals);
    blockers = List.copyOf(blockers);
  }

  /** Whether every link is resolved and, if they were to be moved, every deal moved. */
  public boolean complete() {
    return deals.wanted() == deals.resolved()
        && contacts.wanted() == contacts.resolved()
        && move.map(MoveCounts::leftOut).orElse(0L) == 0
        && stale.waiting() == 0
        && refusals.isEmpty();
  }
}
