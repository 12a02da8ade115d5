package io.dealsync.db;

import io.dealsync.db.DatabaseException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The schema's versions: which one a database has, which one is needed, and the way there. */
public final class Migrations {

  /** The version that this dealsync works with: the number of the newest file in db/migration. */
  public static final int NEEDED = 7;

  private static final String SCHEMA = "dealsync";
  private static final String HISTORY = "schema_version";
  private static final int PATIENCE_SECONDS = 10;

  /** A table, function or type of the name is there already. */
  private static final Set<String> TAKEN_NAME = Set.of("42P07", "42723", "42710");

  /** Flyway keeps others out by an advisory lock; a run has one, too, but not under this key. */
  private static final String LOCKED_BY =
      """
      SELECT coalesce(string_agg(DISTINCT pg_catalog.format('PostgreSQL session %s of user %s, application %s', a.pid, a.usename,
               coalesce(nullif(a.application_name, ''), 'unnamed')), '; '), 'a session that has ended since')
      FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_catalog.pg_backend_pid() AND l.database = a.datid
        AND a.datname = pg_catalog.current_database()\
      """;

  /**
   * Who has made the schema or its list of versions, unless that is this user or someone who rules
   * over the database anyway. A superuser has the rights of every role, and is no member of it.
   */
  private static final String STRANGER =
      """
      SELECT coalesce(min(r.rolname::text), '')
      FROM pg_catalog.pg_namespace AS n
      JOIN pg_catalog.pg_roles AS r
        ON r.oid = n.nspowner
        OR r.oid IN (SELECT c.relowner FROM pg_catalog.pg_class AS c WHERE c.relnamespace = n.oid AND c.relname = 'schema_version')
      WHERE n.nspname = 'dealsync' AND NOT r.rolsuper
        AND (pg_catalog.current_setting('is_superuser') = 'on' OR NOT pg_catalog.pg_has_role(r.oid, 'USAGE'))
        AND r.oid <> (SELECT d.datdba FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
      """;

  /** Whether code that others put into the schema would run with rights over the database. */
  private static final String IS_MIGHTY =
      """
      SELECT pg_catalog.current_setting('is_superuser') = 'on'
        OR pg_catalog.pg_has_role((SELECT d.datdba FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()), 'USAGE')\
      """;

  private final DataSource database;
  private final Address address;
  private final SqlFailures failures;

  Migrations(DataSource database, Address address) {
    this.database = database;
    this.address = address;
    this.failures = new SqlFailures(address);
  }

  /** How the schema compares with what is needed. */
  public SchemaState state() {
    return SchemaState.of(found(), NEEDED);
  }

  /**
   * Brings the schema up to what is needed, all of it or nothing.
   *
   * @return what was found before
   * @throws DatabaseException when a newer dealsync has made the schema, or a migration fails
   */
  public SchemaState migrate() {
    SchemaState before = state();
    return switch (before) {
      case SchemaState.Current current -> current;
      case SchemaState.TooNew tooNew -> throw refusal(tooNew);
      case SchemaState.Absent absent -> {
        runFlyway();
        yield absent;
      }
      case SchemaState.TooOld tooOld -> {
        runFlyway();
        yield tooOld;
      }
    };
  }

  /**
   * Insists on the schema that is needed.
   *
   * @throws DatabaseException when it is another one; the message says how to get there
   */
  public void requireCurrent() {
    switch (state()) {
      case SchemaState.Current ignored -> {}
      case SchemaState.Absent ignored ->
          throw new DatabaseException(
              Kind.SCHEMA_ABSENT,
              "The %s is not prepared for dealsync yet. Run `dealsync init`.".formatted(address));
      case SchemaState.TooOld tooOld ->
          throw new DatabaseException(
              Kind.SCHEMA_TOO_OLD,
              "The %s has schema version %d, this dealsync needs %d. Upgrade it: `dealsync init`."
                  .formatted(address, tooOld.found(), tooOld.needed()));
      case SchemaState.TooNew tooNew -> throw refusal(tooNew);
    }
  }

  private DatabaseException refusal(SchemaState.TooNew state) {
    return new DatabaseException(
        Kind.SCHEMA_TOO_NEW,
        "The %s has schema version %d, made by a newer dealsync; this one knows versions up to %d. Use the newer dealsync."
            .formatted(address, state.found(), state.needed()));
  }

  /** Asked in SQL, because loading Flyway takes longer than most commands. */
  private int found() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery(
              "SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = '%s' AND tablename = '%s')"
                  .formatted(SCHEMA, HISTORY))) {
        if (!table.next() || !table.getBoolean(1)) {
          return 0;
        }
      }
      requireTrust(statement);
      try (ResultSet version =
          statement.executeQuery(
              "SELECT coalesce(max(version::integer), 0) FROM %s.%s WHERE success"
                  .formatted(SCHEMA, HISTORY))) {
        return version.next() ? version.getInt(1) : 0;
      }
    } catch (SQLException e) {
      throw failures.translate(e);
    }
  }

  /** Policies and triggers of a schema that a stranger has made run as whoever reads from it. */
  private void requireTrust(Statement statement) throws SQLException {
    try (ResultSet mighty = statement.executeQuery(IS_MIGHTY)) {
      if (!mighty.next() || !mighty.getBoolean(1)) {
        return;
      }
    }
    try (ResultSet stranger = statement.executeQuery(STRANGER)) {
      if (stranger.next() && !stranger.getString(1).isEmpty()) {
        throw new DatabaseException(
            Kind.SCHEMA_IN_THE_WAY,
            "The schema dealsync of the %s belongs to %s, whose code would run with the rights of %s. Nothing was read. Use dealsync as %s, or remove that schema."
                .formatted(address, stranger.getString(1), address.user(), stranger.getString(1)));
      }
    }
  }

  /** A schema that the owner of the database has made is filled, whatever else is in it. */
  private void runFlyway() {
    requireUnicode();
    requireSchema();
    requireOwnSchema();
    requireRoom();
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .loggers(FlywayLog.class.getName())
          .dataSource(database)
          .schemas(SCHEMA)
          .table(HISTORY)
          .locations("classpath:db/migration")
          .validateMigrationNaming(true)
          .group(true)
          .baselineOnMigrate(true)
          .baselineVersion("0")
          // Flyway's own lock can be taken by whoever may connect: a second each.
          .lockRetryCount(PATIENCE_SECONDS)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw translate(e);
    }
  }

  /** Names, notes and messages of all scripts have to fit in. */
  private void requireUnicode() {
    String encoding = ask("SELECT pg_catalog.current_setting('server_encoding')");
    if (!encoding.equals("UTF8")) {
      throw new DatabaseException(
          Kind.WRONG_ENCODING,
          "The %s is encoded in %s, dealsync needs UTF8. Nothing was created. Create a database and name it in the configuration: CREATE DATABASE %s_utf8 OWNER %s ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C';"
              .formatted(address, encoding, address.database(), address.user()));
    }
  }

  /** Who may not create schemas needs it made. */
  private void requireSchema() {
    String missing =
        ask(
            """
            SELECT coalesce(string_agg(pg_catalog.format('CREATE SCHEMA dealsync AUTHORIZATION %I;', current_user), ''), '')
            WHERE pg_catalog.to_regnamespace('dealsync') IS NULL
              AND NOT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')\
            """);
    if (!missing.isEmpty()) {
      throw new DatabaseException(
          Kind.CREDENTIALS,
          "User %s may not create schemas in the %s. Let its owner run: %s Then run `dealsync init` again."
              .formatted(address.user(), address, missing));
    }
  }

  /** Whoever owns a schema can put anything in the place of what is made there. */
  private void requireOwnSchema() {
    String stranger = ask(STRANGER);
    if (!stranger.isEmpty()) {
      throw new DatabaseException(
          Kind.SCHEMA_IN_THE_WAY,
          "The schema dealsync of the %s belongs to %s, who could change everything in it. Nothing was created. Remove that schema, or let a superuser make it yours: ALTER SCHEMA dealsync OWNER TO %s;"
              .formatted(address, stranger, address.user()));
    }
  }

  /** A schema that was made and not given is one to look at only. */
  private void requireRoom() {
    String missing =
        ask(
            """
            SELECT coalesce(string_agg(pg_catalog.format('ALTER SCHEMA dealsync OWNER TO %I;', current_user), ''), '')
            WHERE pg_catalog.to_regnamespace('dealsync') IS NOT NULL
              AND NOT pg_catalog.has_schema_privilege('dealsync', 'CREATE')\
            """);
    if (!missing.isEmpty()) {
      throw new DatabaseException(
          Kind.SCHEMA_IN_THE_WAY,
          "User %s may not create anything in the schema dealsync of the %s. Nothing was created. Let its owner give it away: %s Then run `dealsync init` again."
              .formatted(address.user(), address, missing));
    }
  }

  private String ask(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw failures.translate(e);
    }
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  private DatabaseException inTheWay(SQLException failure) {
    return new DatabaseException(
        Kind.SCHEMA_IN_THE_WAY,
        "In the schema dealsync of the %s there is something of someone else's under a name of dealsync's (%s). Nothing was created. Move it elsewhere (ALTER TABLE … SET SCHEMA …), or give dealsync a database of its own."
            .formatted(address, failures.translate(failure).getMessage()),
        failure);
  }

  private DatabaseException translate(FlywayException failure) {
    if (String.valueOf(failure.getMessage()).contains("Number of retries exceeded")) {
      return new DatabaseException(
          Kind.UNREACHABLE,
          "The schema of the %s cannot be brought up to version %d: another upgrade, or a foreign session, holds the lock that keeps upgrades apart: %s. Nothing was changed; run `dealsync init` again when that session has ended."
              .formatted(address, NEEDED, ask(LOCKED_BY)),
          failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && TAKEN_NAME.contains(state(sql))) {
        return inTheWay(sql);
      }
      if (cause instanceof SQLException sql) {
        return failures.translate(sql);
      }
    }
    return new DatabaseException(
        Kind.OTHER,
        "The schema cannot be brought up to version %d: %s"
            .formatted(NEEDED, String.valueOf(failure.getMessage()).lines().findFirst().orElse("")),
        failure);
  }
}
