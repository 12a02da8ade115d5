package io.dealsync.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.dealsync.db.DatabaseException.Kind;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.Parking;
import io.dealsync.journal.Archive;
import io.dealsync.journal.Leases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.postgresql.PGProperty;

/** A pool of connections to one PostgreSQL database, and the core's ports on it. */
public final class Database implements AutoCloseable {

  /** How dealsync names itself to PostgreSQL; it stands in the edit history. */
  public static final String APPLICATION = "dealsync";

  /** How long a statement waits for someone's open transaction where it cannot pass it over. */
  static final String LOCK_TIMEOUT = "10s";

  /**
   * What every session begins with. Whoever may create objects in a schema of the usual search path
   * could otherwise put an operator there that fits better than PostgreSQL's own, and have it
   * executed by this user.
   */
  private static final String FIRST_WORDS =
      "SET search_path = pg_catalog, pg_temp; SET lock_timeout = '" + LOCK_TIMEOUT + "'";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private final HikariDataSource pool;
  private final Address address;

  private Database(HikariDataSource pool, Address address) {
    this.pool = pool;
    this.address = address;
  }

  /**
   * Opens a pool. Every port needs one connection while it works, a run one more for its lease.
   *
   * @param url a JDBC URL of PostgreSQL
   * @param connections how many there are at most
   * @throws DatabaseException when there is no way in; the kind and the message say why
   */
  public static Database open(String url, String user, String password, int connections) {
    return open(url, user, password, connections, PATIENCE);
  }

  /**
   * As above.
   *
   * @param patience how long a server that does not answer is waited for
   */
  static Database open(
      String url, String user, String password, int connections, Duration patience) {
    Address address = Address.of(url, user);
    HikariConfig config = new HikariConfig();
    config.setPoolName(APPLICATION);
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionInitSql(FIRST_WORDS);
    config.setConnectionTimeout(patience.toMillis());
    config.addDataSourceProperty(PGProperty.APPLICATION_NAME.getName(), APPLICATION);
    config.addDataSourceProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    config.addDataSourceProperty(
        PGProperty.CONNECT_TIMEOUT.getName(), Long.toString(patience.toSeconds()));
    try {
      HikariDataSource pool = new HikariDataSource(config);
      // With none from the start, the connection that proves the way in would be closed again.
      pool.setMinimumIdle(0);
      return new Database(pool, address);
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException cause
          ? new SqlFailures(address).translate(cause)
          : new DatabaseException(Kind.UNREACHABLE, "The %s cannot be used.".formatted(address), e);
    }
  }

  /** The schema's versions. */
  public Migrations migrations() {
    return new Migrations(pool, address);
  }

  /** The desired side of a portal; a deal is parked after five failures in a row. */
  public Mirror mirror(String portal) {
    return mirror(portal, Parking.DEFAULT.after());
  }

  /**
   * The desired side of a portal, for one run.
   *
   * @param parkAfter how many failures in a row park a deal
   */
  public Mirror mirror(String portal, int parkAfter) {
    return new ReadAhead(new MirrorTables(jooq(), portal, parkAfter));
  }

  /** The right to run, and with it the journals. */
  public Leases leases() {
    return leases(RunWitness.NONE);
  }

  /** The same, with a memory outside the database, which shows whether it has gone back. */
  public Leases leases(RunWitness witness) {
    return new AdvisoryLeases(pool, address, witness);
  }

  /** The memory of all runs. */
  public Archive archive() {
    return new JournalArchive(jooq());
  }

  /** What people decide about deals of a portal that were left alone. */
  public HoldDecisions settling(String portal) {
    return new HoldDecisions(jooq(), portal);
  }

  /** Edits of a portal's desired side that no trigger has seen. */
  public UnrecordedEdits unrecordedEdits(String portal) {
    return new UnrecordedEdits(jooq(), portal);
  }

  /** How full portals' rate limits were. */
  public BucketMemory buckets() {
    return new BucketMemory(jooq());
  }

  /** A portal as it last answered. */
  public LastSeen lastSeen(String portal) {
    return new LastSeen(jooq(), portal);
  }

  /**
   * Insists on sessions of one's own, without which a lease keeps nobody away.
   *
   * @throws DatabaseException when a pooler hands them on after each transaction
   */
  public void requireOwnSessions() {
    try (Connection connection = pool.getConnection()) {
      OwnSessions.require(connection, pool, address);
    } catch (SQLException e) {
      throw new SqlFailures(address).translate(e);
    }
  }

  /** What people edited, and taking it back. */
  public EditLog editLog() {
    return new EditLog(jooq());
  }

  /** The portals that configurations have named. */
  public PortalRegister register() {
    return new PortalRegister(jooq());
  }

  /** Where renamed portals were found. */
  public AddressMemory addresses() {
    return new AddressMemory(jooq());
  }

  /** Hears of edits from now on. */
  public EditFeed edits() {
    return new EditFeed(pool, address);
  }

  /** Tells whether people have edited a portal's deals. */
  public EditTrace trace(String portal) {
    return new EditTrace(jooq(), portal);
  }

  /** The time by the server's clock. */
  public Instant now() {
    return jooq().select(Sql.NOW).fetchSingle().value1();
  }

  /** How the connections are made. */
  public DatabaseLink link() {
    return jooq()
        .resultQuery(
            """
            SELECT coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), ''),
                   coalesce(pg_catalog.host(pg_catalog.inet_server_addr()), ''),
                   coalesce((SELECT ssl FROM pg_catalog.pg_stat_ssl
                             WHERE pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()), false)
            """)
        .fetchSingle(
            row ->
                new DatabaseLink(
                    row.get(0, String.class), row.get(1, String.class), row.get(2, boolean.class)));
  }

  /** The pool, for what brings its own SQL. */
  public DataSource dataSource() {
    return pool;
  }

  /** Queries on connections of the pool; their failures are {@link DatabaseException}s. */
  public DSLContext jooq() {
    return DSL.using(configuration(address).set(new PoolConnections(pool, address)));
  }

  static DefaultConfiguration configuration(Address address) {
    DefaultConfiguration configuration = new DefaultConfiguration();
    configuration.set(SQLDialect.POSTGRES);
    configuration.set(
        new Settings()
            .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
            .withExecuteLogging(false));
    configuration.set(new SqlFailures(address));
    return configuration;
  }

  /** Where this is, for people; without secrets. */
  @Override
  public String toString() {
    return address.toString();
  }

  @Override
  public void close() {
    pool.close();
  }
}
