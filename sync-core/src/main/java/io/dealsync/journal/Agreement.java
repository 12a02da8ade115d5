package io.dealsync.journal;

import io.dealsync.link.LinkImage;
import java.util.OptionalLong;

/**
 * Both sides of a deal are as they should be.
 *
 * @param deal the deal's id
 * @param image what the portal has; becomes the base
 * @param edit the edit that the agreement covers; a later edit stays marked
 */
public record Agreement(long deal, LinkImage image, OptionalLong edit) {}
