package io.dealsync.cli.command;

import io.dealsync.portal.PortalFailure;
import io.dealsync.reconcile.RunReport;

/** What the process tells its caller. */
public final class ExitCode {

  /** Done and in sync. */
  public static final int OK = 0;

  public static final int ERROR = 1;

  /** Usage or configuration. */
  public static final int USAGE = 2;

  /** Changes are pending. */
  public static final int PENDING = 3;

  /** Refused by the guard. */
  public static final int REFUSED = 4;

  /** Finished or stopped after a wave; some deals failed, are held or unverified. */
  public static final int INCOMPLETE = 5;

  /** Portal or database unreachable or busy, or stopped early; nothing lost, run again. */
  public static final int AGAIN = 6;

  private ExitCode() {}

  public static int of(RunReport report) {
    return switch (report.outcome()) {
      case IN_SYNC -> OK;
      case PENDING -> PENDING;
      case REFUSED -> REFUSED;
      case INCOMPLETE, STOPPED -> INCOMPLETE;
      case INTERRUPTED -> AGAIN;
      case FAILED -> report.failure().map(failure -> of(failure.kind())).orElse(ERROR);
    };
  }

  public static int of(PortalFailure.Kind kind) {
    return switch (kind) {
      case UNREACHABLE, STOPPED -> AGAIN;
      case CONFIGURATION, REFUSED -> USAGE;
    };
  }
}
