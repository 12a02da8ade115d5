package io.dealsync.journal;

/**
 * A deal that a run passes over without anybody having to do anything about it.
 *
 * @param why a sentence for people
 */
public record SkippedDeal(long deal, String why) {}
