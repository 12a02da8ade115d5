package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.List;

/** What a row that could be understood says. */
sealed interface RowResult {

  /** These links, at least one, all of one deal, no contact twice. */
  record Links(List<LegacyLink> links) implements RowResult {
    public Links {
      links = List.copyOf(links);
    }
  }

  /** Nothing to move, on purpose. */
  record Skipped(String reason) implements RowResult {}
}
