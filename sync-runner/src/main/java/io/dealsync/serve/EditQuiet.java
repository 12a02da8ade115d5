package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.QuietTime;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the mirror of one portal has been left alone, from looking whether edits were committed
 * since the last look, or are under way. What is found counts as committed just now, which errs on
 * the careful side.
 */
final class EditQuiet implements Quiet {

  private final QuietTime rule;
  private final EditSigns signs;
  private final Time time;
  private Instant lastEdit;
  private Optional<Instant> waitingSince = Optional.empty();
  private Instant refusedAt = Instant.MIN;
  private long edits;

  EditQuiet(QuietTime rule, EditSigns signs, Time time) {
    this.rule = rule;
    this.signs = signs;
    this.time = time;
    this.lastEdit = time.now();
  }

  @Override
  public synchronized boolean isReached() {
    Instant now = look();
    if (signs.underWay().getAsBoolean()) {
      lastEdit = now;
    }
    if (!now.isBefore(lastEdit.plus(rule.span()))) {
      waitingSince = Optional.empty();
      return true;
    }
    if (waitingSince.filter(since -> now.isAfter(isOverSince(since))).isPresent()) {
      waitingSince = Optional.empty();
    }
    waitingSince = waitingSince.or(() -> Optional.of(now));
    if (now.isBefore(over())) {
      refusedAt = now;
      return false;
    }
    return true;
  }

  /** What has waited long enough is carried within this time; then the next wait begins. */
  private Instant isOverSince(Instant since) {
    return since.plus(rule.limit()).plus(rule.span());
  }

  private Instant look() {
    boolean found = signs.committed().getAsBoolean();
    Instant now = time.now();
    if (found) {
      edits++;
      lastEdit = now;
    }
    return now;
  }

  /** Edits were found that are not seen as such. */
  synchronized void disturb() {
    edits++;
    lastEdit = time.now();
  }

  /** When links that wait may leave, as far as is known now. */
  synchronized Instant over() {
    return rule.over(lastEdit, waitingSince.orElse(lastEdit));
  }

  /** Whether links were not allowed to leave since this moment. */
  synchronized boolean hasRefusedSince(Instant moment) {
    return !refusedAt.isBefore(moment);
  }

  /** A number that grows whenever edits are found, or deals that someone has released. */
  synchronized long edits() {
    look();
    if (signs.released().getAsBoolean()) {
      edits++;
    }
    return edits;
  }
}
