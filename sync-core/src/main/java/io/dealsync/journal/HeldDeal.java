package io.dealsync.journal;

import io.dealsync.decide.HoldReason;

/**
 * A deal that the run leaves alone.
 *
 * @param detail a sentence for people
 */
public record HeldDeal(long deal, HoldReason reason, String detail) {}
