package io.dealsync.app;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.config.ConfigException;
import io.dealsync.config.DataHome;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.db.AddressMemory;
import io.dealsync.db.BucketMemory;
import io.dealsync.db.Database;
import io.dealsync.db.DatabaseException;
import io.dealsync.db.DatabaseLink;
import io.dealsync.db.EditTrace;
import io.dealsync.db.HoldDecisions;
import io.dealsync.db.SchemaState;
import io.dealsync.db.UnrecordedEdits;
import io.dealsync.db.embedded.EmbeddedPostgres;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.OpenEdits;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Archive;
import io.dealsync.journal.Leases;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunRecord;
import io.dealsync.portal.Portal;
import io.dealsync.pull.Puller;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.run.YieldPoint;
import io.dealsync.serve.Daemon;
import io.dealsync.serve.EditSigns;
import io.dealsync.serve.PortalSyncs;
import io.dealsync.serve.RunSchedulers;
import io.dealsync.serve.alarm.QuartzScheduler;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Whether it exists does not matter. */
  private static final List<Long> ANY_DEAL = List.of(1L);

  private static final Logger LOG = LoggerFactory.getLogger(Dealsync.class);

  private final Settings settings;
  private final Optional<EmbeddedPostgres> embedded;
  private final Database database;
  private final KnownRuns known;
  private final Map<String, BitrixPortal> portals = new ConcurrentHashMap<>();

  private Dealsync(
      Settings settings, Optional<EmbeddedPostgres> embedded, Database database, Path home) {
    this.known = new KnownRuns(home, embedded.isPresent() ? "embedded" : database.toString());
    this.settings = settings;
    this.embedded = embedded;
    this.database = database;
  }

  /**
   * Opens the database; its schema must fit.
   *
   * @param home the folder under which the embedded PostgreSQL keeps its data
   * @throws io.dealsync.db.DatabaseException when it cannot be used
   */
  public static Dealsync open(Settings settings, Path home) {
    Place place = Place.of(settings, home);
    Database database =
        place.connect(CONNECTIONS + CONNECTIONS_OF_A_PORTAL * settings.portals().size());
    try {
      database.migrations().requireCurrent();
      return new Dealsync(settings, place.embedded(), database, home);
    } catch (RuntimeException e) {
      database.close();
      place.close();
      throw e;
    }
  }

  /** Where the embedded PostgreSQL keeps its data. */
  static Path embeddedData(Path home) {
    return DataHome.closedData(home).resolve("postgres");
  }

  /** Creates or upgrades the schema. */
  public static Upgrade migrate(Settings settings, Path home) {
    try (Place place = Place.of(settings, home);
        Database database = place.connect(CONNECTIONS)) {
      return new Upgrade(
          place.embedded().isPresent() ? "the embedded PostgreSQL" : database.toString(),
          database.migrations().migrate());
    }
  }

  /**
   * What {@link #migrate} did.
   *
   * @param database the database, as shown to people
   * @param before how its schema was before
   */
  public record Upgrade(String database, SchemaState before) {

    /** The schema's version before; 0 when there was none. */
    public int versionBefore() {
      return switch (before) {
        case SchemaState.Absent ignored -> 0;
        case SchemaState.TooOld old -> old.found();
        case SchemaState.Current current -> current.found();
        case SchemaState.TooNew newer -> newer.found();
      };
    }

    /** The result in a sentence. */
    public String words() {
      return switch (before) {
        case SchemaState.Absent absent ->
            "Created the schema dealsync in %s (version %d).".formatted(database, absent.needed());
        case SchemaState.TooOld old ->
            "Upgraded the schema dealsync in %s from version %d to %d."
                .formatted(database, old.found(), old.needed());
        case SchemaState.Current current ->
            "The schema dealsync in %s is up to date (version %d)."
                .formatted(database, current.found());
        case SchemaState.TooNew newer ->
            "The schema dealsync in %s is newer (version %d).".formatted(database, newer.found());
      };
    }
  }

  /** Where the database is, started if it is our own. */
  private record Place(
      String url, String user, String password, Optional<EmbeddedPostgres> embedded)
      implements AutoCloseable {

    static Place of(Settings settings, Path home) {
      if (settings.database().embedded()) {
        EmbeddedPostgres server = EmbeddedPostgres.open(embeddedData(home));
        return new Place(server.jdbcUrl(), server.user(), server.password(), Optional.of(server));
      }
      return new Place(
          settings.database().url(),
          settings.database().user(),
          settings.database().password().reveal(),
          Optional.empty());
    }

    Database connect(int connections) {
      try {
        return Database.open(url, user, password, connections);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    @Override
    public void close() {
      embedded.ifPresent(EmbeddedPostgres::close);
    }

    @Override
    public String toString() {
      return embedded.isPresent() ? "the embedded PostgreSQL" : "the configured database";
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
   * The client of a portal; one per process, so that everything keeps to one rate limit. It starts
   * from what the process before has left of that limit.
   *
   * @throws io.dealsync.config.ConfigException when no usable webhook is configured
   */
  public BitrixPortal portal(PortalSettings portal) {
    return portals.computeIfAbsent(portal.name(), name -> connect(portal));
  }

  private BitrixPortal connect(PortalSettings portal) {
    String name = portal.name();
    BucketLevel level =
        database
            .buckets()
            .recall(name)
            .map(kept -> new BucketLevel(kept.level(), kept.at()))
            .orElse(BucketLevel.EMPTY);
    Optional<Relocation> found =
        move(name).map(move -> new Relocation(move.from(), move.to(), move.seal()));
    BitrixPortal client =
        Connections.connect(
            portal,
            settings.network(),
            database.addresses().answered(name),
            level,
            found,
            new TrafficLog(
                name,
                relocation -> remember(name, relocation),
                address -> rememberAnswered(name, address)));
    if (found.isPresent() && client.relocation().isEmpty()) {
      database.addresses().forget(name);
    }
    try {
      new SingleName(database, name, client.host()).require(client);
    } catch (ConfigException e) {
      client.close();
      throw e;
    }
    return client;
  }

  private void rememberAnswered(String portal, String address) {
    try {
      database.addresses().keepAnswered(portal, address);
    } catch (DatabaseException e) {
      // The next process only knows less about who answers.
      LOG.debug("that the portal answers was not kept: {}", e.getMessage());
    }
  }

  private void remember(String portal, Relocation relocation) {
    try {
      if (relocation.isBack()) {
        database.addresses().forget(portal);
      } else {
        database
            .addresses()
            .keep(
                portal,
                new AddressMemory.Move(
                    relocation.configured(), relocation.now(), relocation.seal()));
      }
    } catch (DatabaseException e) {
      // The old address goes on to say where the portal is.
      LOG.debug("the portal's new address was not kept: {}", e.getMessage());
    }
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

  private Reconciler reconciler(
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
    return new PortalSyncs() {
      @Override
      public RunReport everything(String name, Quiet quiet, YieldPoint yieldPoint) {
        PortalSettings portal = settings.portal(name);
        Reconciler bulk =
            reconciler(portal(portal), portal).givingWayTo(yieldPoint).waitingFor(quiet);
        try (RunLease lease = leases().acquire(name, "sync")) {
          String unrecorded = unrecordedEdits(name).mark().words();
          if (!unrecorded.isBlank()) {
            LOG.warn("portal {}: {}", name, unrecorded);
          }
          return bulk.sync(lease, header(name), new Selection.All());
        }
      }

      @Override
      public RunReport edited(String name, Quiet quiet) {
        try (RunLease lease = leases().acquire(name, "sync")) {
          return edited(name, quiet, lease);
        }
      }

      // Before bulk work in the same rate limit.
      @Override
      public RunReport edited(String name, Quiet quiet, RunLease lease) {
        PortalSettings portal = settings.portal(name);
        return reconciler(portal(portal).interactive(), portal)
            .waitingFor(quiet)
            .sync(lease, header(name), new Selection.Edited());
      }

      private Reconciler reconciler(Portal client, PortalSettings portal) {
        return Dealsync.this.reconciler(client, portal, portal.run(), Progress.NONE, stop);
      }

      private RunHeader header(String portal) {
        return new RunHeader(portal, "sync", whoAmI(), OptionalLong.empty(), Map.of());
      }

      @Override
      public OpenEdits open(String name, Quiet quiet) {
        return OpenEdits.of(mirror(name), quiet);
      }

      @Override
      public void probe(String name) {
        portal(settings.portal(name)).until(stop::requested).read(ANY_DEAL);
      }

      @Override
      public Optional<Instant> lastFull(String name) {
        return archive().lastFull(name).map(RunRecord::startedAt);
      }
    };
  }

  /** Edits of a portal's desired side that no trigger has seen. */
  public UnrecordedEdits unrecordedEdits(String portal) {
    return database.unrecordedEdits(portal);
  }

  /** Pooled connections, for what brings its own SQL. */
  public DataSource database() {
    return database.dataSource();
  }

  /** What the daemon needs of the database. */
  public Daemon.Ground ground() {
    return new Daemon.Ground(archive(), database::now, database::edits, this::signs);
  }

  private EditSigns signs(String portal) {
    EditTrace trace = database.trace(portal);
    UnrecordedEdits unrecorded = unrecordedEdits(portal);
    return new EditSigns(
        trace::hasMoved, trace::isUnderWay, unrecorded::rowsWritten, unrecorded::mark);
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
      portals.forEach(this::close);
    } finally {
      database.close();
      embedded.ifPresent(EmbeddedPostgres::close);
    }
  }

  private void close(String name, BitrixPortal portal) {
    BucketLevel level = portal.bucketLevel();
    portal.close();
    try {
      database.buckets().keep(name, new BucketMemory.Level(level.level(), level.at()));
    } catch (DatabaseException e) {
      // The next process then assumes an empty bucket; the portal's own 503 corrects it.
      LOG.debug("the rate limit's level was not kept: {}", e.getMessage());
    }
  }
}
