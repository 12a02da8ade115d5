package io.dealsync.journal;

/**
 * A deal that the run could not judge.
 *
 * @param error a sentence for people
 */
public record FailedDeal(long deal, String error) {}
