package io.dealsync.cli;

import io.dealsync.journal.UnknownRunException;

/** What to do about a run that was asked for and cannot be had. */
final class UnknownRunWords {

  private UnknownRunWords() {}

  /** In sentences, with the next move. */
  static String of(UnknownRunException.Cause cause) {
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
