package io.dealsync.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The versions of the schema {@code dealsync}: which one a database has, and the way up. */
public final class Migrations {

  /** The schema that everything lives in. */
  public static final String SCHEMA = "dealsync";

  /** The version that this program works with: the newest migration's. */
  static final int NEEDED = 5;

  private static final String TABLE = "schema_version";

  private Migrations() {}

  /**
   * Brings the schema up to this program's version; a schema that is there already is left alone.
   *
   * @param database connections of the schema's future owner
   * @throws org.flywaydb.core.api.FlywayException when a migration fails; it is rolled back
   */
  public static Migrated migrate(DataSource database) {
    var result =
        Flyway.configure()
            .loggers(SilentLogs.class.getName())
            .dataSource(database)
            .locations("classpath:db/migration")
            .schemas(SCHEMA)
            .createSchemas(true)
            .table(TABLE)
            .placeholderReplacement(false)
            .load()
            .migrate();
    OptionalInt before = version(result.initialSchemaVersion);
    return new Migrated(before, result.migrationsExecuted > 0 ? NEEDED : before.orElse(NEEDED));
  }

  /** Compares a database's schema with this program. */
  static SchemaState state(Connection connection) throws SQLException {
    OptionalInt current = isVersioned(connection) ? current(connection) : OptionalInt.empty();
    return current.isPresent()
        ? SchemaState.of(current.getAsInt(), NEEDED)
        : new SchemaState.Absent(NEEDED);
  }

  private static boolean isVersioned(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename = ?")) {
      statement.setString(1, SCHEMA);
      statement.setString(2, TABLE);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  private static OptionalInt current(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet versions =
            statement.executeQuery(
                "SELECT max(version::int) FROM dealsync.schema_version WHERE success")) {
      versions.next();
      int version = versions.getInt(1);
      return versions.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
    }
  }

  private static OptionalInt version(@Nullable String text) {
    return text == null || text.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(text));
  }
}
