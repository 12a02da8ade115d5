package io.dealsync.bitrix.rest;

/** What may be done about a call that gets no clear answer. */
public enum RetryPolicy {
  /** It changes something and may have done so: it is never repeated. Nothing else is unclear. */
  WRITING(5, false, true),
  /** It is repeated with growing waits, until the run is given up. */
  READING(5, true, false),
  /** Someone waits for it: as reading, but not for long. */
  ASKING(2, true, false),
  /** It asks for much at once: it is repeated, until the caller has to ask for less. */
  READING_MUCH(2, true, true);

  private final int attempts;
  private final boolean repeatable;
  private final boolean toldWhenUnclear;

  RetryPolicy(int attempts, boolean repeatable, boolean toldWhenUnclear) {
    this.attempts = attempts;
    this.repeatable = repeatable;
    this.toldWhenUnclear = toldWhenUnclear;
  }

  /** How often a call without effect is sent at most. */
  public int attempts() {
    return attempts;
  }

  /** Whether a call that may have had an effect is sent again. */
  public boolean repeatable() {
    return repeatable;
  }

  /** Whether the end of patience is a reply, instead of a failure. */
  public boolean toldWhenUnclear() {
    return toldWhenUnclear;
  }
}
