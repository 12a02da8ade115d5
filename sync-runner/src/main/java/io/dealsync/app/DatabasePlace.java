package io.dealsync.app;

import io.dealsync.config.Settings;
import io.dealsync.db.Database;
import io.dealsync.db.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Optional;

/** Where the database is, started if it is our own. */
record DatabasePlace(String url, String user, String password, Optional<EmbeddedPostgres> embedded)
    implements AutoCloseable {

  static DatabasePlace of(Settings settings, Path home) {
    if (settings.database().embedded()) {
      EmbeddedPostgres server = EmbeddedPostgres.open(Dealsync.embeddedData(home));
      return new DatabasePlace(
          server.jdbcUrl(), server.user(), server.password(), Optional.of(server));
    }
    return new DatabasePlace(
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
