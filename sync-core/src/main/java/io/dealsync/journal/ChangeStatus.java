package io.dealsync.journal;

import java.util.Locale;

/** Where a deal's row of a run stands. */
public enum ChangeStatus {
  PLANNED,
  /** The intent is committed; the call may have left. */
  SENT,
  /** The portal's own words confirm the target. */
  VERIFIED,
  FAILED,
  /** Left alone on purpose. */
  HELD,
  /** Whether the call took effect is not known yet. */
  UNKNOWN,
  /** Not sent, because the mirror's side was edited since the plan. */
  EDITED,
  /** Taken out by a person, or not needed any more. */
  SKIPPED;

  /** The status as stored and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of that word. */
  public static ChangeStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
