package io.dealsync.serve;

import io.dealsync.journal.PortalStatus;
import io.dealsync.reconcile.RunReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** What Prometheus may scrape. */
final class Metrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  void watch(String portal, PortalMemory memory) {
    gauge(portal, memory, "dealsync.deals.managed", "Managed deals", PortalStatus::managed);
    gauge(
        portal, memory, "dealsync.deals.edited", "Deals edited since agreed", PortalStatus::edited);
    gauge(portal, memory, "dealsync.deals.held", "Deals on hold", PortalStatus::held);
    gauge(
        portal,
        memory,
        "dealsync.intents.open",
        "Changes never settled",
        PortalStatus::openIntents);
    gauge(
        portal,
        memory,
        "dealsync.last.in.sync.seconds",
        "When a run last ended in sync, Unix time",
        seen -> seen.lastInSyncAt().map(Instant::getEpochSecond).orElse(0L));
  }

  private void gauge(
      String portal,
      PortalMemory memory,
      String name,
      String meaning,
      ToDoubleFunction<PortalStatus> value) {
    Gauge.builder(
            name,
            () -> memory.seen().map(seen -> value.applyAsDouble(seen.status())).orElse(Double.NaN))
        .description(meaning)
        .tags(Tags.of("portal", portal))
        .register(registry);
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

  void broken(String portal) {
    ended(portal, "error");
  }

  private void ended(String portal, String outcome) {
    registry.counter("dealsync.runs", "portal", portal, "outcome", outcome).increment();
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
