package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.rest.RestFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One thing that goes wrong with a request. */
public sealed interface Fault {

  /** Everything is executed, but the response does not arrive as it should. */
  sealed interface AfterEffect extends Fault {}

  /** Strikes at a command of a batch; other requests are spared. */
  sealed interface InBatch extends Fault {}

  /** Someone else changes the portal's records; the request itself is served. */
  sealed interface Meddling extends Fault {}

  /** The connection closes before anything is executed. */
  record DropBefore() implements Fault {}

  /** The connection closes without a response. */
  record DropAfter() implements AfterEffect {}

  /**
   * A gateway's HTML page instead of JSON.
   *
   * @param executed whether the request took effect all the same
   */
  record Html(int status, boolean executed) implements Fault {}

  /** Only a part of the body arrives. */
  record Truncate() implements AfterEffect {}

  /** A part of the body arrives, and then nothing for a while. */
  record Stall(Duration time) implements AfterEffect {}

  /** The response takes longer. */
  record Slow(Duration time) implements Fault {}

  /**
   * A batch dies after some commands; they have taken effect.
   *
   * @param commands how many are executed; empty for any number
   */
  record CutBatch(OptionalInt commands, CutEnd end, Duration hang) implements InBatch {}

  /** An {@code items.set} dies after it has unlinked and before it has linked (contract 1.6). */
  record CutSet(CutEnd end, Duration hang) implements Fault {}

  /** What the client sees of a request that died. */
  enum CutEnd {
    /** The connection closes. */
    CLOSE,
    /** A gateway's 504 page. */
    HTML,
    /** Nothing for a while, then the connection closes. */
    HANG
  }

  /** One command of a batch answers {@code OPERATION_TIME_LIMIT}. */
  record CommandLimit() implements InBatch {}

  /** The request is refused with one of the portal's own errors; nothing is executed. */
  record Refuse(Refusal refusal) implements Fault {}

  /** The portal's own errors that concern a whole request (contract 4.2). */
  enum Refusal {
    RATE_LIMIT,
    OPERATION_LIMIT,
    OVERLOAD,
    PLAN_EXPIRED,
    SECRET_REVOKED,
    USER_DISMISSED,
    APPLICATION_REMOVED,
    EXPIRED_TOKEN,
    USER_BLOCKED,
    PORTAL_DELETED,
    INTERNAL_ERROR;

    /** What the portal answers. */
    public RestFailure failure() {
      return switch (this) {
        case RATE_LIMIT -> RestFailure.queryLimit();
        case OPERATION_LIMIT -> RestFailure.operationTimeLimit();
        case OVERLOAD -> RestFailure.overload();
        case PLAN_EXPIRED -> RestFailure.planExpired();
        case SECRET_REVOKED -> RestFailure.invalidCredentials();
        case USER_DISMISSED -> RestFailure.userDismissed();
        case APPLICATION_REMOVED -> RestFailure.applicationRemoved();
        case EXPIRED_TOKEN -> RestFailure.expiredToken();
        case USER_BLOCKED -> RestFailure.userAccess();
        case PORTAL_DELETED -> RestFailure.portalDeleted();
        case INTERNAL_ERROR -> RestFailure.internalError();
      };
    }

    String flag() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Refusal> of(String flag) {
      return Arrays.stream(values()).filter(refusal -> refusal.flag().equals(flag)).findFirst();
    }
  }

  /**
   * Someone edits a deal's links in the portal.
   *
   * @param deal which; empty for one the request speaks of
   * @param rows the rows afterwards; empty for a random sensible edit
   */
  record ForeignEdit(OptionalLong deal, Optional<List<LinkRow>> rows) implements Meddling {}

  /** Someone deletes a deal; empty for one the request speaks of. */
  record DealVanishes(OptionalLong deal) implements Meddling {}

  /** Someone deletes a contact; empty for one linked to a deal the request speaks of. */
  record ContactVanishes(OptionalLong contact) implements Meddling {}
}
