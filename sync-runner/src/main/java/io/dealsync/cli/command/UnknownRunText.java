package io.dealsync.cli.command;

import io.dealsync.journal.UnknownRunException;

/** What to do about a run that was asked for and cannot be had. */
public final class UnknownRunText {

  private UnknownRunText() {}

  /** In sentences, with the next move. */
  public static String of(UnknownRunException.Cause cause) {
    return cause.words() + ". " + next(cause);
  }

  private static String next(UnknownRunException.Cause cause) {
    return switch (cause) {
      case UnknownRunException.Cause.Absent ignored -> "`dealsync runs` lists them.";
      case UnknownRunException.Cause.OtherPortal other ->
          "See it with `dealsync show %d --portal %s`.".formatted(other.run(), other.owner());
      case UnknownRunException.Cause.NotApplicable ignored ->
          "Make a new plan with `dealsync plan`.";
    };
  }
}
