package io.dealsync.apply;

import io.dealsync.portal.PortalFailure;
import java.util.Optional;

/** The counts that a test expects; those it does not name are zero. */
final class Expected {

  private long pushed;
  private long verified;
  private long needless;
  private long edited;
  private long held;
  private long failed;
  private long unsent;
  private long unknown;

  Expected pushed(long number) {
    pushed = number;
    return this;
  }

  Expected verified(long number) {
    verified = number;
    return this;
  }

  Expected needless(long number) {
    needless = number;
    return this;
  }

  Expected edited(long number) {
    edited = number;
    return this;
  }

  Expected held(long number) {
    held = number;
    return this;
  }

  Expected failed(long number) {
    failed = number;
    return this;
  }

  Expected unsent(long number) {
    unsent = number;
    return this;
  }

  Expected unknown(long number) {
    unknown = number;
    return this;
  }

  Applied build() {
    return applied(false, Optional.empty());
  }

  Applied interrupted() {
    return applied(true, Optional.empty());
  }

  Applied stopped(String why) {
    Applied applied = build();
    return new Applied(
        applied.pushed(),
        applied.verified(),
        applied.needless(),
        applied.edited(),
        applied.held(),
        applied.failed(),
        applied.unsent(),
        applied.unknown(),
        false,
        Optional.empty(),
        why);
  }

  Applied failure(PortalFailure failure) {
    return applied(false, Optional.of(failure));
  }

  private Applied applied(boolean interrupted, Optional<PortalFailure> failure) {
    return new Applied(
        pushed,
        verified,
        needless,
        edited,
        held,
        failed,
        unsent,
        unknown,
        interrupted,
        failure,
        "");
  }
}
