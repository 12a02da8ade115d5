package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.Relocation;
import java.time.Duration;

/** Is told what goes over the wire; for logs, metrics and people. Never sees a secret. */
public interface TrafficListener {

  /** Hears nothing. */
  TrafficListener NONE = new TrafficListener() {};

  /**
   * A request has ended.
   *
   * @param method the REST method, {@code batch} for a batch
   * @param status the HTTP status; 0 when there was no whole response
   */
  default void requested(String method, int status, Duration took) {}

  /** A request waited for room in the bucket. */
  default void waited(Duration span) {}

  /** A request will be sent again after a wait. */
  default void retrying(String method, String why, Duration after) {}

  /** An answer told how much of its working time a method has used within ten minutes. */
  default void worked(String method, double seconds) {}

  /** Requests are spread out or withheld because a method's working time runs short. */
  default void slowedDown(String method, Duration pause) {}

  /** The portal refuses a method for want of working time, though it reports little use. */
  default void refused(String method, Duration pause) {}

  /** The portal has answered under another address, which should be configured. */
  default void renamed(String from, String to) {}

  /**
   * An address, given by scheme, host and port, has answered as a portal does for the first time.
   */
  default void answered(String address) {}

  /** A token server names another address as the portal's, but no portal was found there. */
  default void unproven(String portal, String named) {}

  /** The new address has answered as a portal does; the next process may start there. */
  default void settled(Relocation relocation) {}
}
