package io.dealsync.serve;

import io.dealsync.journal.PortalStatus;
import io.dealsync.reconcile.RunReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What Prometheus may scrape. */
final class Metrics {

  /** A scrape asks the database at most this often. */
  private static final long FRESH_SECONDS = 10;

  private record Dated(PortalStatus status, Instant at) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Function<String, PortalStatus> status;
  private final InstantSource clock;
  private final Map<String, Dated> known = new ConcurrentHashMap<>();

  Metrics(Function<String, PortalStatus> status, InstantSource clock) {
    this.status = status;
    this.clock = clock;
  }

  void watch(String portal) {
    gauge(portal, "dealsync.deals.managed", "Managed deals", PortalStatus::managed);
    gauge(portal, "dealsync.deals.edited", "Deals edited since agreed", PortalStatus::edited);
    gauge(portal, "dealsync.deals.held", "Deals on hold", PortalStatus::held);
    gauge(portal, "dealsync.intents.open", "Changes never settled", PortalStatus::openIntents);
    gauge(
        portal,
        "dealsync.last.in.sync.seconds",
        "When a run last ended in sync, Unix time",
        seen -> seen.lastInSyncAt().map(Instant::getEpochSecond).orElse(0L));
  }

  private void gauge(
      String portal, String name, String meaning, ToDoubleFunction<PortalStatus> value) {
    Gauge.builder(name, () -> value.applyAsDouble(fresh(portal)))
        .description(meaning)
        .tags(Tags.of("portal", portal))
        .register(registry);
  }

  private PortalStatus fresh(String portal) {
    Instant now = clock.instant();
    Dated dated = known.get(portal);
    if (dated == null || dated.at().plusSeconds(FRESH_SECONDS).isBefore(now)) {
      dated = new Dated(status.apply(portal), now);
      known.put(portal, dated);
    }
    return dated.status();
  }

  void ran(String portal, RunReport report) {
    ended(portal, report.outcome().word());
    count("dealsync.requests", portal, report.traffic().requests());
    count("dealsync.requests.rejected", portal, report.traffic().rejected());
    count("dealsync.writes", portal, report.traffic().writes());
    count("dealsync.changes.verified", portal, report.applied().verified());
    count("dealsync.changes.failed", portal, report.failed());
    registry.timer("dealsync.run", "portal", portal).record(report.duration());
  }

  void skipped(String portal) {
    ended(portal, "skipped");
  }

  void broken(String portal) {
    ended(portal, "error");
  }

  private void ended(String portal, String outcome) {
    registry.counter("dealsync.runs", "portal", portal, "outcome", outcome).increment();
    known.remove(portal);
  }

  private void count(String name, String portal, long amount) {
    registry.counter(name, "portal", portal).increment(amount);
  }

  MeterRegistry registry() {
    return registry;
  }

  String scrape() {
    return registry.scrape();
  }
}
