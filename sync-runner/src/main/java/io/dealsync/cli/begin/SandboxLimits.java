package io.dealsync.cli.begin;

import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Limits.Accounting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of {@code dealsync sandbox} that say what it allows and how fast it is. */
final class SandboxLimits {

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
      defaultValue = "0",
      description =
          "Operating time of a method in ten minutes before 429; 0 for no limit (default"
              + " ${DEFAULT-VALUE}).")
  private long operating;

  @Option(
      names = "--cost",
      paramLabel = "METHOD=SECONDS",
      description = "Operating time of one call. Repeatable; other methods cost nothing.")
  private Map<String, Double> costs = new HashMap<>();

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
        .withOperating(
            Duration.ofSeconds(operating),
            billing.accounting,
            Duration.ofSeconds(ban),
            durations());
  }

  private Map<String, Duration> durations() {
    Map<String, Duration> durations = new HashMap<>();
    costs.forEach(
        (method, seconds) ->
            durations.put(
                method.toLowerCase(Locale.ROOT), Duration.ofMillis(Math.round(seconds * 1000))));
    return durations;
  }
}
