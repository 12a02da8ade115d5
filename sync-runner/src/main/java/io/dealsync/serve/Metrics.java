package io.dealsync.serve;

import io.dealsync.journal.PortalFigures;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunRecord;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.serve.alarm.Alarm;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What Prometheus may scrape: from the journal, so that runs by cron and by hand count, as it was
 * when it was last looked at.
 */
final class Metrics {

  /**
   * A portal as it is measured.
   *
   * @param missed whether a time of its timetable has passed without a run
   * @param late whether anything of it is later than it should be
   */
  record Measured(
      String name,
      PortalStatus status,
      PortalFigures figures,
      Alarm alarm,
      boolean missed,
      boolean late) {}

  private final MetricsText text = new MetricsText();
  private final List<Measured> portals;

  private Metrics(List<Measured> portals) {
    this.portals = portals;
  }

  static String render(String version, boolean database, boolean listener, List<Measured> portals) {
    Metrics metrics = new Metrics(portals);
    metrics.daemon(version, database, listener);
    metrics.standing();
    metrics.moments();
    metrics.journal();
    return metrics.text.toString();
  }

  private void daemon(String version, boolean database, boolean listener) {
    text.gauge("dealsync_build_info", "The dealsync that runs.")
        .value("dealsync_build_info", 1, "version", version);
    text.gauge("dealsync_database_up", "Whether the database answers.")
        .value("dealsync_database_up", flag(database));
    text.gauge("dealsync_listener_up", "Whether edits are heard of as they are committed.")
        .value("dealsync_listener_up", flag(listener));
  }

  private void standing() {
    gauge("dealsync_deals_managed", "Managed deals.", seen -> seen.status().managed());
    gauge("dealsync_deals_edited", "Deals edited since agreed.", seen -> seen.status().edited());
    gauge("dealsync_deals_held", "Deals on hold.", seen -> seen.status().held());
    gauge("dealsync_intents_open", "Changes never settled.", seen -> seen.status().openIntents());
    gauge("dealsync_run_active", "Whether a run is under way.", Metrics::active);
    gauge(
        "dealsync_schedule_missed",
        "Whether a time of the schedule has passed without a run.",
        seen -> flag(seen.missed()));
    gauge(
        "dealsync_late",
        "Whether anything is later than it should be, as /health tells.",
        seen -> flag(seen.late()));
    text.gauge("dealsync_last_run_outcome", "How the latest run ended: 1 for that outcome.");
    for (Measured portal : portals) {
      for (String outcome : outcomes(portal)) {
        text.value(
            "dealsync_last_run_outcome",
            flag(last(portal).filter(run -> run.outcome().equals(outcome)).isPresent()),
            "portal",
            portal.name(),
            "outcome",
            outcome);
      }
    }
  }

  private void moments() {
    moment(
        "dealsync_last_run_timestamp_seconds",
        "When the latest run ended.",
        seen -> last(seen).flatMap(RunRecord::finishedAt));
    moment(
        "dealsync_last_full_run_timestamp_seconds",
        "When a run over every deal last came to its end.",
        seen -> seen.status().lastFullAt());
    moment(
        "dealsync_last_in_sync_timestamp_seconds",
        "When a run over every deal last ended well.",
        seen -> seen.status().lastInSyncAt());
    moment(
        "dealsync_oldest_edit_timestamp_seconds",
        "When the oldest edit was made that is neither carried nor held.",
        seen -> seen.figures().oldestEdit());
    moment(
        "dealsync_next_run_timestamp_seconds",
        "When the schedule comes next.",
        seen -> seen.alarm().next());
  }

  private void journal() {
    text.counter("dealsync_runs_total", "Runs that ended, by outcome.");
    for (Measured portal : portals) {
      for (String outcome : outcomes(portal)) {
        text.value(
            "dealsync_runs_total",
            portal.figures().runs().getOrDefault(outcome, 0L),
            "portal",
            portal.name(),
            "outcome",
            outcome);
      }
    }
    counter("dealsync_requests_total", "HTTP requests.", PortalFigures::requests);
    counter(
        "dealsync_requests_rejected_total",
        "Requests refused for coming too fast.",
        PortalFigures::rejected);
    counter("dealsync_writes_total", "Writing calls.", PortalFigures::writes);
    counter(
        "dealsync_changes_verified_total",
        "Changes that the portal confirmed.",
        PortalFigures::verified);
    counter("dealsync_changes_failed_total", "Deals that failed.", PortalFigures::failed);
    counter(
        "dealsync_run_seconds_total",
        "How long runs took.",
        figures -> figures.took().toMillis() / 1000.0);
  }

  /** Every outcome is there from the start, so that a first failure is an increase. */
  private static Set<String> outcomes(Measured portal) {
    Set<String> outcomes =
        Arrays.stream(RunOutcome.values())
            .map(RunOutcome::word)
            .collect(Collectors.toCollection(TreeSet::new));
    outcomes.addAll(portal.figures().runs().keySet());
    last(portal).map(RunRecord::outcome).filter(word -> !word.isEmpty()).ifPresent(outcomes::add);
    return outcomes;
  }

  private static Optional<RunRecord> last(Measured portal) {
    return portal.status().last();
  }

  private static double active(Measured portal) {
    return flag(portal.status().holder().isPresent());
  }

  private static double flag(boolean value) {
    return value ? 1 : 0;
  }

  private void gauge(String name, String meaning, ToDoubleFunction<Measured> value) {
    text.gauge(name, meaning);
    portals.forEach(
        portal -> text.value(name, value.applyAsDouble(portal), "portal", portal.name()));
  }

  private void counter(String name, String meaning, ToDoubleFunction<PortalFigures> value) {
    text.counter(name, meaning);
    portals.forEach(
        portal -> text.value(name, value.applyAsDouble(portal.figures()), "portal", portal.name()));
  }

  private void moment(String name, String meaning, Function<Measured, Optional<Instant>> moment) {
    text.gauge(name, meaning);
    portals.forEach(portal -> text.moment(name, moment.apply(portal), "portal", portal.name()));
  }
}
