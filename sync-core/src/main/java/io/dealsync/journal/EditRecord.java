package io.dealsync.journal;

import io.dealsync.text.ForeignText;
import java.time.Instant;

/**
 * One edit of a deal's desired side.
 *
 * @param who database user and application
 * @param what the edit in words: {@code link 54 (sort 20)}
 */
public record EditRecord(Instant at, String who, String what) {

  public EditRecord {
    who = ForeignText.line(who, 200);
  }
}
