package io.dealsync.guard;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The values of all guard limits.
 *
 * @param changedPercent percent of the managed deals that may change
 * @param emptiedPercent percent of the managed deals that may lose their last contact
 * @param removedLinks how many links may be removed
 * @param emptyDesired whether the whole desired side may be empty
 * @param emptyPortal whether the whole portal may be without links
 */
public record Limits(
    double changedPercent,
    double emptiedPercent,
    long removedLinks,
    boolean emptyDesired,
    boolean emptyPortal) {

  /** What holds when nothing is configured. */
  public static final Limits DEFAULT = new Limits(30, 10, 1000, false, false);

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
          new Limits(number(limit, value), emptiedPercent, removedLinks, emptyDesired, emptyPortal);
      case EMPTIED_PERCENT ->
          new Limits(changedPercent, number(limit, value), removedLinks, emptyDesired, emptyPortal);
      case REMOVED_LINKS ->
          new Limits(
              changedPercent,
              emptiedPercent,
              (long) number(limit, value),
              emptyDesired,
              emptyPortal);
      case EMPTY_DESIRED ->
          new Limits(changedPercent, emptiedPercent, removedLinks, yes(limit, value), emptyPortal);
      case EMPTY_PORTAL ->
          new Limits(changedPercent, emptiedPercent, removedLinks, emptyDesired, yes(limit, value));
    };
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
