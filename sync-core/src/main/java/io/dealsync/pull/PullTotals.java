package io.dealsync.pull;

/**
 * A pull in numbers: read = added + unchanged + refreshed + differing + kept + failed.
 *
 * @param read deals that the pull looked at
 * @param added deals that came under management
 * @param unchanged managed deals that had the portal's links already
 * @param refreshed managed deals whose desired links became the portal's
 * @param differing managed deals that the portal has otherwise; their desired links stay
 * @param kept managed deals whose desired links stay, because of edits or their mode
 * @param failed deals that could not be read
 * @param links links of the deals that are in now
 * @param damaged deals with two primaries or none on the portal; the next sync repairs them
 */
public record PullTotals(
    long read,
    long added,
    long unchanged,
    long refreshed,
    long differing,
    long kept,
    long failed,
    long links,
    long damaged) {}
