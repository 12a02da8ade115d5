package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.ServeSettings;
import io.dealsync.db.EditFeed;
import io.dealsync.db.PortalRegister;
import io.dealsync.journal.Archive;
import io.dealsync.run.StopSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The long-running process: syncs portals on their schedules and answers over HTTP. */
public final class Daemon implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private static final String HTML = "text/html; charset=utf-8";

  /**
   * What the daemon needs of the database.
   *
   * @param question a statement without work
   * @param edits hears of edits from now on
   * @param signs tells what is seen of edits of a portal
   * @param unconfigured tells which portals have managed deals that nobody syncs
   */
  public record Ground(
      Archive archive,
      Runnable question,
      Supplier<EditFeed> edits,
      Function<String, EditSigns> signs,
      Supplier<List<PortalRegister.Unconfigured>> unconfigured) {}

  private final List<ServedPortal> portals = new ArrayList<>();
  private final DatabaseProbe database;
  private final LatestAnswer<List<PortalRegister.Unconfigured>> unconfigured;
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private final Endpoint endpoint;

  private final EditListener listener;
  private final Program program;

  /**
   * Starts at once; runs begin when their schedule says so.
   *
   * @param program what is said of it
   * @param settings those of the portals to serve
   * @param stop tells that it will be closed soon: no further run begins
   */
  public Daemon(
      Program program,
      ServeSettings serve,
      List<PortalSettings> settings,
      Ground ground,
      RunSchedulers clocks,
      PortalSyncs syncs,
      StopSignal stop,
      Time time) {
    this.program = program;
    Outage outage =
        new Outage(
            "edits and schedules are not looked after",
            "edits and schedules are looked after again");
    this.database = new DatabaseProbe(ground.question());
    this.unconfigured = new LatestAnswer<>(ground.unconfigured(), List.of());
    try {
      endings.push(() -> ParallelCalls.run(portals, ServedPortal::close));
      for (PortalSettings portal : settings) {
        portals.add(
            new ServedPortal(
                portal,
                syncs,
                ground.archive(),
                ground.signs().apply(portal.name()),
                alarm -> clocks.of(portal, alarm),
                outage,
                stop,
                time));
      }
      Map<String, ServedPortal> byName =
          portals.stream().collect(Collectors.toMap(ServedPortal::name, Function.identity()));
      this.listener =
          new EditListener(
              ground.edits(),
              name -> {
                if (byName.containsKey(name)) {
                  byName.get(name).tell();
                }
              },
              time);
      Health health = new Health(portals, listener, database);
      this.endpoint =
          new Endpoint(
              serve, Map.of("/", this::page, "/health", health::page, "/metrics", this::metrics));
      // It answers until the runs have come to their end.
      endings.addLast(endpoint::close);
      portals.forEach(ServedPortal::start);
      listener.start();
      endings.push(listener::close);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
    LOG.info("serving on http://{}:{} (also /health, /metrics)", serve.bind(), endpoint.port());
  }

  /** The port that was taken. */
  public int port() {
    return endpoint.port();
  }

  private Endpoint.Page page() {
    return database.answers()
        ? new Endpoint.Page(
            200,
            HTML,
            OperationsPage.render(
                portals.stream().flatMap(OperationsPage.Portal::of).toList(),
                unconfigured.get(),
                program::hints))
        : new Endpoint.Page(503, HTML, OperationsPage.unavailable());
  }

  private Endpoint.Page metrics() {
    return new Endpoint.Page(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        Metrics.render(
            program.version(),
            database.answers(),
            !listener.isDeaf(),
            portals.stream().flatMap(portal -> portal.measured().stream()).toList()));
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
