package io.dealsync.serve;

import io.dealsync.config.PortalSettings;
import io.dealsync.config.ServeSettings;
import io.dealsync.db.EditFeed;
import io.dealsync.journal.Archive;
import io.dealsync.journal.PortalStatus;
import io.dealsync.run.StopSignal;
import io.dealsync.wording.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The long-running process: syncs portals on their schedules and answers over HTTP. */
public final class Daemon implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private static final String HTML = "text/html; charset=utf-8";

  private final List<PortalSettings> portals;
  private final Archive archive;
  private final Metrics metrics;
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private final Endpoint endpoint;

  /**
   * Starts at once; runs begin when their schedule says so.
   *
   * @param portals those to serve
   * @param stop tells that it will be closed soon: no further run begins
   */
  public Daemon(
      ServeSettings settings,
      List<PortalSettings> portals,
      DataSource database,
      Archive archive,
      PortalSyncs syncs,
      Supplier<EditFeed> edits,
      StopSignal stop,
      InstantSource clock) {
    this.portals = List.copyOf(portals);
    this.archive = archive;
    this.metrics = new Metrics(archive::status, clock);
    try {
      SyncRunner runner = new SyncRunner(syncs, metrics, stop);
      AlarmClock alarms = new AlarmClock(database, runner);
      endings.push(alarms::close);
      this.endpoint =
          new Endpoint(
              settings,
              Map.of("/", () -> page(alarms), "/health", this::health, "/metrics", this::metrics));
      // It answers until the runs have come to their end.
      endings.addLast(endpoint::close);
      alarms.keepOnly(portals.stream().map(PortalSettings::name).collect(Collectors.toSet()));
      portals.forEach(portal -> schedule(alarms, portal));
      alarms.start();
      EditWatch watch = new EditWatch(edits, runner, carriedAtOnce(portals));
      endings.push(watch::close);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
    LOG.info("serving on http://{}:{} (also /health, /metrics)", settings.bind(), endpoint.port());
  }

  private static Set<String> carriedAtOnce(List<PortalSettings> portals) {
    return portals.stream()
        .filter(PortalSettings::onEdit)
        .map(PortalSettings::name)
        .collect(Collectors.toSet());
  }

  private void schedule(AlarmClock alarms, PortalSettings portal) {
    metrics.watch(portal.name());
    Optional<Instant> next = alarms.schedule(portal);
    LOG.info(
        "portal {} syncs at '{}' {}, next {}",
        portal.name(),
        portal.schedule(),
        portal.zone().getId(),
        next.map(at -> Words.time(at, portal.zone())).orElse("never"));
  }

  /** The port that was taken. */
  public int port() {
    return endpoint.port();
  }

  private Endpoint.Page page(AlarmClock alarms) {
    try {
      return new Endpoint.Page(
          200,
          HTML,
          OperationsPage.render(portals.stream().map(portal -> shown(portal, alarms)).toList()));
    } catch (RuntimeException e) {
      LOG.debug("operations page", e);
      return new Endpoint.Page(503, HTML, OperationsPage.unavailable());
    }
  }

  private OperationsPage.Portal shown(PortalSettings portal, AlarmClock alarms) {
    String name = portal.name();
    return new OperationsPage.Portal(
        name,
        portal.schedule(),
        portal.zone(),
        alarms.next(name),
        archive.status(name),
        archive.runs(name, OperationsPage.RUNS),
        archive.holds(name, 0, OperationsPage.HOLDS));
  }

  private Endpoint.Page metrics() {
    return new Endpoint.Page(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
  }

  private Endpoint.Page health() {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    try {
      body.put("status", "up");
      ObjectNode each = body.putObject("portals");
      for (PortalSettings portal : portals) {
        each.set(portal.name(), health(archive.status(portal.name())));
      }
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
    end();
    LOG.info("stopped");
  }

  /** What was started last ends first. */
  private void end() {
    while (!endings.isEmpty()) {
      endings.pop().run();
    }
  }
}
