package io.dealsync.journal;

import java.util.Locale;

/** Where a run stands. */
public enum RunState {
  RUNNING,
  /** Stored as a plan; {@code apply} can carry it out. */
  PLANNED,
  /** The guard refused it; it stays stored. */
  REFUSED,
  DONE,
  /** Ended by an error; the reason is with it. */
  FAILED,
  /** Stopped on request or after a wave that went wrong, or its process died. */
  INTERRUPTED;

  /** The state as stored and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
