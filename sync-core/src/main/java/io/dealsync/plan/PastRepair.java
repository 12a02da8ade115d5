package io.dealsync.plan;

import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.time.Instant;

/**
 * A change that put a deal right on the portal which nobody had edited in the mirror.
 *
 * @param at when it was verified
 */
public record PastRepair(long deal, Instant at, LinkImage before, LinkSet target) {}
