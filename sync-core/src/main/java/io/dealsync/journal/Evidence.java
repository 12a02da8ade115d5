package io.dealsync.journal;

import io.dealsync.link.LinkImage;

/**
 * What the call of an intended change really found, which someone else had done since the deal was
 * read.
 *
 * @param before the true before-image
 * @param words what was overwritten, in a sentence; blank when nothing that counts was
 */
public record Evidence(long deal, LinkImage before, String words) {}
