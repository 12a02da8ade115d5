package io.dealsync.db;

import com.zaxxer.hikari.HikariDataSource;
import io.dealsync.db.DatabaseException.Kind;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.common.BaseDataSource;

/**
 * Where a database is and who enters it, fit for messages: nothing that a JDBC URL may hold besides
 * host, port and name gets into it.
 */
record Address(String place, String database, String user) {

  /**
   * The address in a JDBC URL.
   *
   * @throws DatabaseException when it is not one of PostgreSQL
   */
  static Address of(String url, String user) {
    Properties parts = Driver.parseURL(url, new Properties());
    String host = parts == null ? "" : parts.getProperty(PGProperty.PG_HOST.getName(), "localhost");
    // The driver takes a user and a password in front of the host for part of its name.
    if (parts == null || host.contains("@")) {
      throw new DatabaseException(
          Kind.CREDENTIALS,
          "The database URL is not understood; it looks like"
              + " jdbc:postgresql://host:5432/database.");
    }
    String port = parts.getProperty(PGProperty.PG_PORT.getName(), "5432");
    String database = parts.getProperty(PGProperty.PG_DBNAME.getName(), user);
    return new Address(host + ":" + port, database, user);
  }

  /** The address that a source of connections leads to. */
  static Address of(DataSource database) {
    return switch (database) {
      case HikariDataSource pool -> of(pool.getJdbcUrl(), pool.getUsername());
      case BaseDataSource single -> of(single.getURL(), String.valueOf(single.getUser()));
      default -> new Address("an unnamed place", "of dealsync", "of dealsync");
    };
  }

  @Override
  public String toString() {
    return "database %s at %s".formatted(database, place);
  }
}
