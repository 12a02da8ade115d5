package io.dealsync.db;

import io.dealsync.db.DatabaseException.Kind;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

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
    if (parts == null) {
      throw new DatabaseException(
          Kind.CREDENTIALS,
          "The database URL is not understood; it looks like jdbc:postgresql://host:5432/database.");
    }
    String host = parts.getProperty(PGProperty.PG_HOST.getName(), "localhost");
    String port = parts.getProperty(PGProperty.PG_PORT.getName(), "5432");
    String database = parts.getProperty(PGProperty.PG_DBNAME.getName(), user);
    return new Address(host + ":" + port, database, user);
  }

  @Override
  public String toString() {
    return "database %s at %s".formatted(database, place);
  }
}
