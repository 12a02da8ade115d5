package io.dealsync.guard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A limit on what runs may do. A person may raise each for one run. */
public enum Limit {
  /** Percent of the deals that are not paused that one run may change. */
  CHANGED_PERCENT(Kind.NUMBER),
  /** Percent of the deals in mode mirror that may lose their last contact within the window. */
  EMPTIED_PERCENT(Kind.NUMBER),
  /** How many links may be removed within the window. */
  REMOVED_LINKS(Kind.NUMBER),
  /**
   * Whether the whole desired side may be empty although both sides once agreed on links, or
   * nothing be managed although deals once were.
   */
  EMPTY_DESIRED(Kind.YES_NO),
  /**
   * Whether the portal may have no link at all, in any of several deals that were looked at,
   * although both sides once agreed on some.
   */
  EMPTY_PORTAL(Kind.YES_NO),
  /** Whether a run may write although the database has been away or has gone back in time. */
  RETURNED_DATABASE(Kind.YES_NO);

  /** What values a limit takes. */
  public enum Kind {
    /** A number that is not negative. */
    NUMBER,
    /** {@code yes} or {@code no}. */
    YES_NO
  }

  private final Kind kind;

  Limit(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether it is about one side as a whole, so that no part of a plan could go on. */
  boolean isAboutASide() {
    return kind == Kind.YES_NO;
  }

  /** The name in configuration and on the command line: {@code changed-percent}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The limit of that name. */
  public static Optional<Limit> named(String key) {
    return Arrays.stream(values()).filter(limit -> limit.key().equals(key)).findFirst();
  }
}
