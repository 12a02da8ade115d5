package io.dealsync.db.load;

/** A load that was not made; the mirror is as it was. The message says why and what to do. */
public final class LoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the caller can do about it. */
  public enum Kind {
    /** The guard refuses what it would lose; it can be allowed. */
    REFUSED,
    /** The source cannot be meant so, and has to be put right. */
    UNUSABLE,
    /** The source cannot be read at the moment. */
    BUSY
  }

  private final Kind kind;

  LoadException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  LoadException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
