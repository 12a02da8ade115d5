package io.dealsync.bitrix.pace;

/** Who is served first from the same bucket. */
public enum Priority {
  /** Someone is waiting for it. */
  INTERACTIVE,
  /** The nightly sweep. */
  BULK
}
