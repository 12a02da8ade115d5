package io.dealsync.db.legacy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file beside its portal.
 *
 * @param file the file, with what became of its rows
 * @param links where its links are
 * @param deals how many deals have links that shall move
 * @param wholeDeals how many of them have all of these links on the portal
 * @param surplus how many links the portal still has that were moved and have left the other CRM
 *     since; told with the latest file of a source
 * @param surplusLinks the first of these
 * @param primaries how many of the links that are present are primary in the file
 * @param primariesKept how many of those are primary on the portal
 * @param reasons why links are skipped or missing
 * @param expected the checksum over the links that should be on the portal
 * @param found the checksum over those of them that are, and those that are surplus
 * @param oldestRead when the portal was read for the deal that was read longest ago
 * @param newestRead when the portal was read last
 * @param missing the first links that are missing, in the order of lines
 */
public record FileParity(
    LegacyFile file,
    LinkTally links,
    long deals,
    long wholeDeals,
    long surplus,
    List<SurplusLink> surplusLinks,
    long primaries,
    long primariesKept,
    List<ReasonCount> reasons,
    String expected,
    String found,
    Optional<Instant> oldestRead,
    Optional<Instant> newestRead,
    List<MissingLink> missing) {

  public FileParity {
    reasons = List.copyOf(reasons);
    missing = List.copyOf(missing);
    surplusLinks = List.copyOf(surplusLinks);
  }

  /** Whether every link that should be on the portal is, and none that should not. */
  public boolean proven() {
    return links.missing() == 0 && surplus == 0 && expected.equals(found);
  }
}
