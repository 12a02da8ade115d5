package io.dealsync.guard;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The values of all guard limits. What one run changes is limited by itself; what destroys, emptied
 * deals and removed links, is limited over a window of time that all runs share: ten small runs are
 * one large one.
 *
 * @param changedPercent percent of the deals that are not paused that one run may change
 * @param emptiedPercent percent of the deals in mode mirror that may lose their last contact within
 *     the window; 100 is no limit, 0 allows none
 * @param emptiedFloor so many may in any case, unless none may
 * @param removedLinks how many links may be removed within the window
 * @param emptyDesired whether the whole desired side may be empty, or nothing be managed any more
 * @param emptyPortal whether the whole portal may be without links
 * @param window how far the guard looks back
 * @param returnedDatabase whether a database that has been away or has gone back may be written
 *     from
 */
public record Limits(
    double changedPercent,
    double emptiedPercent,
    long emptiedFloor,
    long removedLinks,
    boolean emptyDesired,
    boolean emptyPortal,
    Duration window,
    boolean returnedDatabase) {

  /** What holds when nothing is configured. */
  public static final Limits DEFAULT =
      new Limits(30, 10, 5, 1000, false, false, Duration.ofHours(24), false);

  /** Percentages say nothing about fewer deals than this. */
  static final long SMALL = 20;

  /** These limits with another floor below which emptied deals are no matter. */
  public Limits withEmptiedFloor(long deals) {
    return new Limits(
        changedPercent,
        emptiedPercent,
        deals,
        removedLinks,
        emptyDesired,
        emptyPortal,
        window,
        returnedDatabase);
  }

  /** These limits with another window. */
  public Limits within(Duration span) {
    return new Limits(
        changedPercent,
        emptiedPercent,
        emptiedFloor,
        removedLinks,
        emptyDesired,
        emptyPortal,
        span,
        returnedDatabase);
  }

  /** Whether one run may change so many of these deals. */
  boolean allowChanged(long changed, long changeable) {
    return changeable < SMALL || changed * 100.0 <= changedPercent * changeable;
  }

  /** Whether so many of these deals may lose their last contact within the window. */
  public boolean allowEmptied(long emptied, long emptiable) {
    return emptiedPercent >= 100
        || emptiedPercent > 0 && emptied <= emptiedFloor
        || emptied * 100.0 <= emptiedPercent * emptiable;
  }

  /** Whether so many links may be removed within the window. */
  public boolean allowRemoved(long links) {
    return links <= removedLinks;
  }

  /** Whether these allow more of something than others do. */
  public boolean allowsMore(String name, Limits others) {
    return switch (Limit.named(name).orElseThrow(() -> unknown(name))) {
      case CHANGED_PERCENT -> changedPercent > others.changedPercent;
      case EMPTIED_PERCENT -> emptiedPercent > others.emptiedPercent;
      case REMOVED_LINKS -> removedLinks > others.removedLinks;
      case EMPTY_DESIRED -> emptyDesired && !others.emptyDesired;
      case EMPTY_PORTAL -> emptyPortal && !others.emptyPortal;
      case RETURNED_DATABASE -> returnedDatabase && !others.returnedDatabase;
    };
  }

  /** These limits with some of them replaced. */
  public Limits with(Map<String, String> values) {
    Limits limits = this;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      limits = limits.with(entry.getKey(), entry.getValue());
    }
    return limits;
  }

  /**
   * These limits with one replaced.
   *
   * @throws IllegalArgumentException for an unknown name or a value that is no number or yes/no;
   *     the message says what is possible
   */
  public Limits with(String name, String value) {
    Limit limit = Limit.named(name).orElseThrow(() -> unknown(name));
    return switch (limit) {
      case CHANGED_PERCENT ->
          with(number(limit, value), emptiedPercent, removedLinks, emptyDesired, emptyPortal);
      case EMPTIED_PERCENT ->
          with(changedPercent, number(limit, value), removedLinks, emptyDesired, emptyPortal);
      case REMOVED_LINKS ->
          with(
              changedPercent,
              emptiedPercent,
              (long) number(limit, value),
              emptyDesired,
              emptyPortal);
      case EMPTY_DESIRED ->
          with(changedPercent, emptiedPercent, removedLinks, yes(limit, value), emptyPortal);
      case EMPTY_PORTAL ->
          with(changedPercent, emptiedPercent, removedLinks, emptyDesired, yes(limit, value));
      case RETURNED_DATABASE -> withReturnedDatabase(yes(limit, value));
    };
  }

  private Limits with(
      double changed, double emptied, long removed, boolean desired, boolean portal) {
    return new Limits(
        changed, emptied, emptiedFloor, removed, desired, portal, window, returnedDatabase);
  }

  private Limits withReturnedDatabase(boolean allowed) {
    return new Limits(
        changedPercent,
        emptiedPercent,
        emptiedFloor,
        removedLinks,
        emptyDesired,
        emptyPortal,
        window,
        allowed);
  }

  private static double number(Limit limit, String value) {
    try {
      double number = Double.parseDouble(value.strip());
      if (number >= 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(limit, value), e);
    }
    throw new IllegalArgumentException(wrong(limit, value));
  }

  private static boolean yes(Limit limit, String value) {
    return switch (value.strip()) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new IllegalArgumentException(wrong(limit, value));
    };
  }

  private static String wrong(Limit limit, String value) {
    String wanted =
        switch (limit.kind()) {
          case NUMBER -> "a number that is not negative";
          case YES_NO -> "yes or no";
        };
    return "The guard limit %s takes %s, not '%s'.".formatted(limit.key(), wanted, value);
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "There is no guard limit '%s'; the limits are %s."
            .formatted(
                name,
                Arrays.stream(Limit.values()).map(Limit::key).collect(Collectors.joining(", "))));
  }
}
