package io.dealsync.serve;

import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.db.EditFeed;
import io.dealsync.journal.Archive;
import io.dealsync.journal.PortalStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The long-running process: schedules every portal that has a webhook and answers over HTTP. */
public final class Daemon implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private final Settings settings;
  private final Archive archive;
  private final Metrics metrics;
  private final AlarmClock alarms;
  private final EditWatch edits;
  private final Endpoint endpoint;

  /** Starts at once; runs begin when their schedule says so. */
  public Daemon(
      Settings settings,
      DataSource database,
      Archive archive,
      ScheduledSync everything,
      ScheduledSync edited,
      Supplier<EditFeed> edits,
      InstantSource clock) {
    this.settings = settings;
    this.archive = archive;
    this.metrics = new Metrics(archive::status, clock);
    SyncRunner runner =
        new SyncRunner(everything, edited, portal -> archive.status(portal).edited(), metrics);
    this.alarms = new AlarmClock(database, runner);
    this.endpoint = new Endpoint(settings.serve(), this::health, this::metrics);
    settings.portals().values().forEach(this::schedule);
    alarms.start();
    this.edits = new EditWatch(edits, runner, carriedAtOnce(settings));
    LOG.info(
        "serving on http://{}:{} (/health, /metrics)", settings.serve().bind(), endpoint.port());
  }

  private static Set<String> carriedAtOnce(Settings settings) {
    return settings.portals().values().stream()
        .filter(PortalSettings::onEdit)
        .map(PortalSettings::name)
        .collect(Collectors.toSet());
  }

  private void schedule(PortalSettings portal) {
    metrics.watch(portal.name());
    alarms.schedule(portal);
    LOG.info("portal {} syncs at '{}' {}", portal.name(), portal.schedule(), portal.zone().getId());
  }

  /** The port that was taken. */
  public int port() {
    return endpoint.port();
  }

  private Endpoint.Page metrics() {
    return new Endpoint.Page(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
  }

  private Endpoint.Page health() {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    try {
      for (String portal : settings.portals().keySet()) {
        body.set(portal, health(archive.status(portal)));
      }
      body.put("status", "up");
      return new Endpoint.Page(200, "application/json", body.toString());
    } catch (RuntimeException e) {
      body.removeAll().put("status", "down").put("reason", "The database does not answer.");
      LOG.debug("health", e);
      return new Endpoint.Page(503, "application/json", body.toString());
    }
  }

  private static ObjectNode health(PortalStatus status) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("deals", status.managed())
        .put("edited", status.edited())
        .put("held", status.held())
        .put("running", status.holder().isPresent())
        .put("last_outcome", status.last().map(run -> run.outcome()).orElse(""))
        .put("last_in_sync_at", status.lastInSyncAt().map(Instant::toString).orElse(""));
  }

  /** Lets runs under way end their step, then lets go of everything. */
  @Override
  public void close() {
    endpoint.close();
    edits.close();
    alarms.close();
    LOG.info("stopped");
  }
}
