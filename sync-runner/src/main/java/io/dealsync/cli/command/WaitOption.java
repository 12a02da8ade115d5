package io.dealsync.cli.command;

import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.Leases;
import io.dealsync.journal.RunLease;
import picocli.CommandLine.Option;

/** How a command comes by the lease of its portal: at once, or in its turn. */
public final class WaitOption {

  private static final long RETRY_MILLIS = 500;

  @Option(names = "--wait", description = "Wait for another run on the portal to end.")
  private boolean wait;

  /** Takes the lease; people are told on standard error what is waited for. */
  public RunLease lease(Leases leases, String portal, String command, CommandContext context) {
    boolean told = false;
    while (true) {
      try {
        return leases.acquire(portal, command);
      } catch (LeaseHeldException held) {
        if (!wait || context.stop().requested()) {
          throw held;
        }
        if (!told) {
          context.console().err().println(held.holder() + " Waiting for its end …");
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
