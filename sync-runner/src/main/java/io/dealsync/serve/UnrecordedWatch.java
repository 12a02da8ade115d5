package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.db.UnrecordedEdits;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for edits that no trigger has seen, so that what is replicated into the mirror
 * does not wait for the nightly run. A look goes through all links; so it needs a reason, rows
 * written since the last one, and takes a hundredth of the time at most. For one thread.
 */
final class UnrecordedWatch {

  private static final Logger LOG = LoggerFactory.getLogger(UnrecordedWatch.class);

  /** Looks are at least so far apart. */
  static final Duration APART = Duration.ofMinutes(1);

  private static final int SHARE = 100;

  private final String portal;
  private final EditSigns signs;
  private final Time time;
  private long known = -1;
  private Instant next = Instant.MIN;
  private String told = "";

  UnrecordedWatch(String portal, EditSigns signs, Time time) {
    this.portal = portal;
    this.signs = signs;
    this.time = time;
  }

  /** Looks if there is a reason and it is time; whether edits were found and marked. */
  boolean findsEdits() {
    Instant began = time.now();
    if (began.isBefore(next)) {
      return false;
    }
    long written = signs.written().getAsLong();
    if (written == known) {
      return false;
    }
    UnrecordedEdits.Found found = signs.unrecorded().get();
    known = written;
    Instant ended = time.now();
    Duration pause = Duration.between(began, ended).multipliedBy(SHARE);
    next = ended.plus(pause.compareTo(APART) < 0 ? APART : pause);
    tell(found.words());
    return !found.changed().isEmpty();
  }

  private void tell(String words) {
    if (!words.isBlank() && !words.equals(told)) {
      LOG.warn("portal {}: {}", portal, words);
    }
    told = words;
  }
}
