package io.dealsync.db.legacy;

/**
 * Where the links of a file are. They add up: each is counted once.
 *
 * @param total links and rows without a link that the file has, duplicates aside
 * @param present links that the portal has
 * @param skipped those that are left out on purpose
 * @param missing those that should be on the portal and are not
 */
public record LinkTally(long total, long present, long skipped, long missing) {

  public LinkTally {
    if (total != present + skipped + missing) {
      throw new IllegalArgumentException(
          "%d links cannot be %d present + %d skipped + %d missing"
              .formatted(total, present, skipped, missing));
    }
  }
}
