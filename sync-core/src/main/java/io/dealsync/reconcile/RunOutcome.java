package io.dealsync.reconcile;

import io.dealsync.journal.RunState;
import java.util.Locale;

/** How a run ended, in one word. */
public enum RunOutcome {
  /** Portal and mirror are equal for every deal that was looked at. */
  IN_SYNC,
  /** A plan is stored; nothing was written. */
  PENDING,
  /** The guard refused the plan; nothing was written. */
  REFUSED,
  /** The run finished, but some deals failed, are held, or could not be verified. */
  INCOMPLETE,
  /** A wave went wrong; what is left of the plan stays stored and can be taken up again. */
  STOPPED,
  /** The run was asked to stop before its end. */
  INTERRUPTED,
  /** The portal could not be used; see the failure. */
  FAILED;

  /** The outcome as stored and shown: {@code in_sync}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where such a run stands in the journal. */
  RunState state() {
    return switch (this) {
      case PENDING -> RunState.PLANNED;
      case REFUSED -> RunState.REFUSED;
      case STOPPED, INTERRUPTED -> RunState.INTERRUPTED;
      case FAILED -> RunState.FAILED;
      case IN_SYNC, INCOMPLETE -> RunState.DONE;
    };
  }
}
