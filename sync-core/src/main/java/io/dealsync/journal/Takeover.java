package io.dealsync.journal;

import io.dealsync.link.LinkImage;

/**
 * A deal that comes under management with what the portal has.
 *
 * @param image the portal's rows
 */
public record Takeover(long deal, LinkImage image) {}
