package io.dealsync.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a portal's mirror stands, from the database alone.
 *
 * @param managed managed deals
 * @param paused those among them that are paused
 * @param links desired links
 * @param unread managed deals that were never read
 * @param edited deals edited since both sides last agreed
 * @param held holds in force
 * @param openIntents changes that may have left and were never settled
 * @param holder the run that holds the portal now, in words
 * @param last the latest run
 * @param lastInSyncAt when a run over every deal last ended well: with exit code 0, so that holds
 *     that people know of do not count
 * @param lastFullAt when a run over every deal last came to its end, however it ended
 */
public record PortalStatus(
    long managed,
    long paused,
    long links,
    long unread,
    long edited,
    long held,
    long openIntents,
    Optional<String> holder,
    Optional<RunRecord> last,
    Optional<Instant> lastInSyncAt,
    Optional<Instant> lastFullAt) {}
