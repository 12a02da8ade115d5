package io.dealsync.testing;

import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.LinkWrite.Author;
import java.util.concurrent.atomic.AtomicBoolean;

/** Someone's automation on the portal that undoes what dealsync does to a deal. */
public final class Robot {

  private final AtomicBoolean working = new AtomicBoolean(true);

  private Robot() {}

  static Robot reverting(SandboxPortal portal, long deal) {
    Robot robot = new Robot();
    portal
        .state()
        .onWrite(
            write -> {
              if (robot.working.get() && write.dealId() == deal && write.author() == Author.REST) {
                portal.state().asThirdParty().setLinks(deal, write.before());
              }
            });
    return robot;
  }

  /** It does no more. */
  public void stop() {
    working.set(false);
  }
}
