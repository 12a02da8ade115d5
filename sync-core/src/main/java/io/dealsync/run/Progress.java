package io.dealsync.run;

/** Is told how far a run has come. */
public interface Progress {

  /** What a run is doing. */
  enum Phase {
    SETTLE,
    /** Counted in deal ids; the other phases count deals. */
    PULL,
    READ,
    CONFIRM,
    WRITE
  }

  /** Tells nobody. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(Phase phase, long deals) {}

        @Override
        public void advance(long deals) {}
      };

  /**
   * A phase begins.
   *
   * @param deals how many deals it will go through
   */
  void begin(Phase phase, long deals);

  /** Some deals of the phase are done. */
  void advance(long deals);
}
