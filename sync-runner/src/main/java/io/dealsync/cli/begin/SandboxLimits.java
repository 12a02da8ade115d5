package io.dealsync.cli.begin;

import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Limits.Accounting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code dealsync sandbox} that say what it allows and how fast it is. */
final class SandboxLimits {

  private static final String RECORDED = "recorded";
  private static final double MILLIS = 1000;

  /** Whom a batch's commands are billed to. */
  private enum Billing {
    METHOD(Accounting.PER_METHOD),
    BATCH(Accounting.BATCH_AT_HALF_WEIGHT);

    private final Accounting accounting;

    Billing(Accounting accounting) {
      this.accounting = accounting;
    }
  }

  @Option(
      names = "--bucket",
      paramLabel = "SIZE",
      defaultValue = "50",
      description = "Requests taken at once before 503; 0 for no limit (default ${DEFAULT-VALUE}).")
  private int bucket;

  @Option(
      names = "--drain",
      paramLabel = "PER-SECOND",
      defaultValue = "2",
      description = "Requests taken a second in the long run (default ${DEFAULT-VALUE}).")
  private double drain;

  @Option(
      names = "--latency",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description = "How long every request takes at least (default ${DEFAULT-VALUE}).")
  private long latency;

  @Option(
      names = "--operating",
      paramLabel = "SECONDS",
      description =
          "Operating time of a method in ten minutes before 429; 0 for no limit (default 0, and"
              + " 480 with --cost recorded).")
  private @Nullable Long operating;

  @Option(
      names = "--cost",
      paramLabel = "COST",
      description =
          "Operating time of one call, METHOD=SECONDS, or 'recorded' for what is on record of real"
              + " portals. Repeatable; other methods cost nothing.")
  private List<String> costs = new ArrayList<>();

  @Option(
      names = "--billing",
      paramLabel = "WHOM",
      defaultValue = "method",
      description =
          "Who pays for a batch's commands: each its method, or batch at half weight"
              + " (method, batch; default ${DEFAULT-VALUE}).")
  private Billing billing = Billing.METHOD;

  @Option(
      names = "--ban",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "How long a method stays blocked after that 429 (default ${DEFAULT-VALUE}).")
  private long ban;

  /**
   * What the options add up to.
   *
   * @throws IllegalArgumentException when they make no sense together
   */
  Limits limits() {
    Limits limits = bucket == 0 ? Limits.none() : Limits.none().withBucket(bucket, drain);
    return limits
        .withLatency(Duration.ofMillis(latency))
        .withOperating(operatingLimit(), billing.accounting, Duration.ofSeconds(ban), durations());
  }

  private Duration operatingLimit() {
    if (operating != null) {
      return Duration.ofSeconds(operating);
    }
    return costs.contains(RECORDED) ? Limits.USUAL_OPERATING_LIMIT : Duration.ZERO;
  }

  private Map<String, Duration> durations() {
    Map<String, Duration> durations = new HashMap<>();
    for (String cost : costs) {
      if (cost.equals(RECORDED)) {
        durations.putAll(Limits.RECORDED_COSTS);
      } else {
        int equals = cost.lastIndexOf('=');
        durations.put(method(cost, equals), seconds(cost, equals));
      }
    }
    return durations;
  }

  private static String method(String cost, int equals) {
    if (equals < 1) {
      throw new IllegalArgumentException(
          "--cost takes METHOD=SECONDS or 'recorded', not '%s'".formatted(cost));
    }
    return cost.substring(0, equals).strip().toLowerCase(Locale.ROOT);
  }

  private static Duration seconds(String cost, int equals) {
    try {
      double seconds = Double.parseDouble(cost.substring(equals + 1).strip());
      return Duration.ofMillis(Math.round(seconds * MILLIS));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "--cost takes METHOD=SECONDS or 'recorded', not '%s'".formatted(cost), notANumber);
    }
  }
}
