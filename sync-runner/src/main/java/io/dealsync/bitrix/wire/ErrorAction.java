package io.dealsync.bitrix.wire;

import io.dealsync.portal.PortalFailure;

/** What an error asks the client to do. */
public sealed interface ErrorAction {

  /** Try again after a short wait. A write with this error may have taken effect. */
  record RetrySoon() implements ErrorAction {}

  /** Nothing was done because requests come too fast: wait at least a second, send it again. */
  record SlowDown() implements ErrorAction {}

  /** Nothing was done because the method's working time is used up: wait for the reset. */
  record AwaitBudget() implements ErrorAction {}

  /** Nothing was done because the access token has expired: renew it, send it again. */
  record RenewToken() implements ErrorAction {}

  /** This command was refused; others are not concerned. */
  record Accept() implements ErrorAction {}

  /**
   * Nothing was done, and nothing will be until someone acts: end the run.
   *
   * @param advice what is wrong with the portal and the next move, {@code %s} standing for it
   */
  record StopRun(PortalFailure.Kind kind, String advice) implements ErrorAction {}
}
