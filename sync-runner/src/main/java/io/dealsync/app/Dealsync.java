package io.dealsync.app;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.config.DataHome;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.db.AddressMemory;
import io.dealsync.db.Database;
import io.dealsync.db.DatabaseException;
import io.dealsync.db.DatabaseLink;
import io.dealsync.db.EditLog;
import io.dealsync.db.EditTrace;
import io.dealsync.db.HoldDecisions;
import io.dealsync.db.PortalRegister;
import io.dealsync.db.SchemaState;
import io.dealsync.db.UnrecordedEdits;
import io.dealsync.db.embedded.EmbeddedPostgres;
import io.dealsync.desired.Mirror;
import io.dealsync.guard.Limits;
import io.dealsync.journal.Archive;
import io.dealsync.journal.Leases;
import io.dealsync.portal.Portal;
import io.dealsync.pull.Puller;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.serve.Daemon;
import io.dealsync.serve.EditSigns;
import io.dealsync.serve.PortalSyncs;
import io.dealsync.serve.RunSchedulers;
import io.dealsync.serve.alarm.QuartzScheduler;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assembled application: the database and, per portal, the client, made when first needed. The
 * one place that wires everything; tests use it too.
 */
public final class Dealsync implements AutoCloseable {

  /** What listens, answers and asks for all portals. */
  private static final int CONNECTIONS = 6;

  /** Portals that are run at the same time do not wait for each other's connections. */
  private static final int CONNECTIONS_OF_A_PORTAL = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Dealsync.class);

  private final Settings settings;
  private final Optional<EmbeddedPostgres> embedded;
  private final Database database;
  private final KnownRuns known;
  private final PortalClients clients;

  private Dealsync(
      Settings settings, Optional<EmbeddedPostgres> embedded, Database database, Path home) {
    this.known = new KnownRuns(home, embedded.isPresent() ? "embedded" : database.toString());
    this.settings = settings;
    this.embedded = embedded;
    this.database = database;
    this.clients = new PortalClients(settings.network(), database);
  }

  /**
   * Opens the database; its schema must fit.
   *
   * @param home the folder under which the embedded PostgreSQL keeps its data
   * @throws io.dealsync.db.DatabaseException when it cannot be used
   */
  public static Dealsync open(Settings settings, Path home) {
    DatabasePlace place = DatabasePlace.of(settings, home);
    Database database =
        place.connect(CONNECTIONS + CONNECTIONS_OF_A_PORTAL * settings.portals().size());
    try {
      database.migrations().requireCurrent();
      register(settings, database);
      return new Dealsync(settings, place.embedded(), database, home);
    } catch (RuntimeException e) {
      database.close();
      place.close();
      throw e;
    }
  }

  /** People may link contacts to deals of the configured portals from now on. */
  private static void register(Settings settings, Database database) {
    try {
      Map<String, Limits> limits = new HashMap<>();
      settings.portals().forEach((name, portal) -> limits.put(name, portal.limits()));
      database.register().register(limits);
    } catch (DatabaseException e) {
      // Who may not write the register only reads; whoever runs writes it.
      LOG.debug("the configured portals were not registered: {}", e.getMessage());
    }
  }

  /** Where the embedded PostgreSQL keeps its data. */
  static Path embeddedData(Path home) {
    return DataHome.closedData(home).resolve("postgres");
  }

  /** Creates or upgrades the schema. */
  public static Upgrade migrate(Settings settings, Path home) {
    try (DatabasePlace place = DatabasePlace.of(settings, home);
        Database database = place.connect(CONNECTIONS)) {
      SchemaState before = database.migrations().migrate();
      register(settings, database);
      return new Upgrade(
          place.embedded().isPresent() ? "the embedded PostgreSQL" : database.toString(), before);
    }
  }

  /** The memory of all runs. */
  public Archive archive() {
    return database.archive();
  }

  /** The way between us and the database. */
  public DatabaseLink databaseLink() {
    return database.link();
  }

  /** The time by the database's clock. */
  public Instant databaseTime() {
    return database.now();
  }

  /** The database, as shown to people. */
  public String place() {
    return database.toString();
  }

  /**
   * Insists on database sessions of one's own, without which two runs could be on a portal at once.
   *
   * @throws DatabaseException when a pooler hands them on after each transaction
   */
  public void requireOwnSessions() {
    database.requireOwnSessions();
  }

  /** The right to run on a portal. */
  public Leases leases() {
    return database.leases(known);
  }

  /** The desired side of a portal. */
  public Mirror mirror(String portal) {
    return database.mirror(portal);
  }

  /** What fills a sandbox with what is known of a portal. */
  public SandboxFill rehearsal(String portal) {
    return new SandboxFill(database.mirror(portal), database.lastSeen(portal));
  }

  /**
   * The client of a portal; one per process, so that everything keeps to one rate limit.
   *
   * @throws io.dealsync.config.ConfigException when no usable webhook is configured
   */
  public BitrixPortal portal(PortalSettings portal) {
    return clients.of(portal);
  }

  /** Where a portal was last found, when it was renamed; as its configuration may not say yet. */
  public Optional<AddressMemory.Move> move(String portal) {
    return database.addresses().recall(portal);
  }

  /** What makes runs on a portal. */
  public Reconciler reconciler(
      PortalSettings portal, RunSettings run, Progress progress, StopSignal stop) {
    return reconciler(portal(portal), portal, run, progress, stop);
  }

  /** What fills the mirror of a portal. */
  public Puller puller(PortalSettings portal, RunSettings run, Progress progress, StopSignal stop) {
    BitrixPortal client = portal(portal).until(stop::requested);
    return new Puller(
        mirror(portal.name()),
        client,
        client.dealCatalog(),
        run,
        progress,
        stop,
        InstantSource.system());
  }

  Reconciler reconciler(
      Portal client, PortalSettings portal, RunSettings run, Progress progress, StopSignal stop) {
    return new Reconciler(
        database.mirror(portal.name(), portal.parking().after()),
        client,
        run,
        progress,
        stop,
        InstantSource.system());
  }

  /**
   * What the daemon does, by its schedule and by edits.
   *
   * @param stop asks runs under way to end their step
   */
  public PortalSyncs syncs(StopSignal stop) {
    return new ServedSyncs(this, settings, stop);
  }

  /** Edits of a portal's desired side that no trigger has seen. */
  public UnrecordedEdits unrecordedEdits(String portal) {
    return database.unrecordedEdits(portal);
  }

  /** Pooled connections, for what brings its own SQL. */
  public DataSource database() {
    return database.dataSource();
  }

  /** What the next run over all deals of a portal would do, in a sentence. */
  public String nextRun(String portal) {
    return database.register().nextRun(portal);
  }

  /** What people edited, and taking it back. */
  public EditLog editLog() {
    return database.editLog();
  }

  /** Portals with managed deals that the configuration does not name. */
  public List<PortalRegister.Unconfigured> unconfigured() {
    return database.register().without(settings.portals().keySet());
  }

  /** What the daemon needs of the database. */
  public Daemon.Ground ground() {
    return new Daemon.Ground(
        archive(), database::now, database::edits, this::signs, this::unconfigured);
  }

  private EditSigns signs(String portal) {
    EditTrace trace = database.trace(portal);
    UnrecordedEdits unrecorded = unrecordedEdits(portal);
    return new EditSigns(
        trace::hasMoved,
        trace::hasReleased,
        trace::isUnderWay,
        unrecorded::rowsWritten,
        unrecorded::mark);
  }

  /** Alarm clocks that all daemons on this database share. */
  public RunSchedulers alarmClocks() {
    return (portal, listener) ->
        new QuartzScheduler(portal.name(), portal.timetable(), database.dataSource(), listener);
  }

  /** What people decide about deals that were left alone. */
  public HoldDecisions settling(String portal) {
    return database.settling(portal);
  }

  /** The operating system's user at this host. */
  public String whoAmI() {
    return Whoami.text();
  }

  @Override
  public void close() {
    try {
      clients.close();
    } finally {
      database.close();
      embedded.ifPresent(EmbeddedPostgres::close);
    }
  }
}
