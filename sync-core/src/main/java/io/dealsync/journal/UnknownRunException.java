package io.dealsync.journal;

/** A run that does not exist, or is not in a state in which it can be used that way. */
public final class UnknownRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is the matter with a run. */
  public sealed interface Cause {

    /** The run that was asked for. */
    long run();

    /** What is the matter, in words without a full stop. */
    String words();

    /** There is none of that number. */
    record Absent(long run) implements Cause {
      @Override
      public String words() {
        return "There is no run " + run;
      }
    }

    /**
     * It is one of another portal.
     *
     * @param owner the run's portal
     * @param portal the portal on which it was looked for
     */
    record OtherPortal(long run, String owner, String portal) implements Cause {
      @Override
      public String words() {
        return "Run %d is one of portal %s, not of %s".formatted(run, owner, portal);
      }
    }

    /**
     * It has no plan that could be carried out.
     *
     * @param why in words, as after a colon
     */
    record NotApplicable(long run, String why) implements Cause {
      @Override
      public String words() {
        return "Run %d cannot be applied: %s".formatted(run, why);
      }
    }
  }

  private final transient Cause cause;

  public UnknownRunException(Cause cause) {
    super(cause.words() + ".");
    this.cause = cause;
  }

  /** What is the matter; what to do about it is for those to say who know how they were asked. */
  public Cause what() {
    return cause;
  }
}
