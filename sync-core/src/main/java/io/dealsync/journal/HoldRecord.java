package io.dealsync.journal;

import io.dealsync.text.ForeignText;
import java.time.Instant;
import java.util.Optional;

/**
 * A hold in force.
 *
 * @param reason the reason's code, as {@link io.dealsync.decide.HoldReason#code()}
 * @param detail a sentence for people
 * @param since when it was first seen
 * @param acknowledged when someone took note of it
 */
public record HoldRecord(
    long deal, String reason, String detail, Instant since, Optional<Instant> acknowledged) {

  public HoldRecord {
    reason = ForeignText.line(reason, 100);
    detail = ForeignText.line(detail, 2000);
  }
}
