package io.dealsync.cli;

import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.Leases;
import io.dealsync.journal.RunLease;
import io.dealsync.run.StopSignal;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** How a command comes by the lease of its portal: at once, or in its turn. */
final class Waiting {

  private static final long RETRY_MILLIS = 500;

  @Option(names = "--wait", description = "Wait for another run on the portal to end.")
  private boolean wait;

  /**
   * Takes the lease.
   *
   * @param err where people are told what is waited for
   */
  RunLease lease(Leases leases, String portal, String command, StopSignal stop, PrintStream err) {
    boolean told = false;
    while (true) {
      try {
        return leases.acquire(portal, command);
      } catch (LeaseHeldException held) {
        if (!wait || stop.requested()) {
          throw held;
        }
        if (!told) {
          err.println(held.holder() + " Waiting for its end …");
          told = true;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException(ExitCode.AGAIN, "Stopped while waiting for another run.");
    }
  }
}
