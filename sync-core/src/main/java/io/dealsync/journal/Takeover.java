package io.dealsync.journal;

import io.dealsync.link.LinkImage;
import java.util.OptionalLong;

/**
 * A deal that the mirror takes over from the portal.
 *
 * @param image the portal's rows
 * @param managed whether the deal was managed before
 * @param edit the edit of its desired side that is known of; a deal with another one stays as it is
 */
public record Takeover(long deal, LinkImage image, boolean managed, OptionalLong edit) {}
