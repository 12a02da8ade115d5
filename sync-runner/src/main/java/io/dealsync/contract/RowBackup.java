package io.dealsync.contract;

import io.dealsync.link.LinkImage;
import io.dealsync.portal.PortalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows that the deals had, and how they get them back. */
final class RowBackup {

  private static final int ATTEMPTS = 3;

  private final DealPreparer bench;
  private final Map<Long, LinkImage> saved;

  /**
   * @param saved healthy rows by deal id
   */
  RowBackup(DealPreparer bench, Map<Long, LinkImage> saved) {
    this.bench = bench;
    this.saved = saved;
  }

  /** Puts every deal back, as far as possible, and names those that could not be. */
  List<String> restore() {
    List<String> failed = new ArrayList<>();
    saved.forEach(
        (deal, rows) -> {
          String trouble = restore(deal, rows);
          if (!trouble.isEmpty()) {
            failed.add("deal %d had %s: %s".formatted(deal, rows, trouble));
          }
        });
    return failed;
  }

  private String restore(long deal, LinkImage rows) {
    String trouble = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        LinkImage now = bench.arrange(deal, rows);
        if (now.equals(rows)) {
          return "";
        }
        trouble = "it has %s now".formatted(now);
      } catch (PortalFailure | Calls.UnexpectedReply failure) {
        trouble = String.valueOf(failure.getMessage());
      }
    }
    return trouble;
  }
}
