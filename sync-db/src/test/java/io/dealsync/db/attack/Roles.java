package io.dealsync.db.attack;

import io.dealsync.db.PsqlScript;
import io.dealsync.db.TestSql;
import io.dealsync.db.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Database roles of one test, with the rights of the scripts that are released. */
final class Roles implements AutoCloseable {

  private static final String PASSWORD = "test-password";

  private final TestDatabase database;
  private final Set<String> made = new LinkedHashSet<>();

  Roles(TestDatabase database) {
    this.database = database;
  }

  /** A role that has what one of the scripts under db/grants gives. */
  String granted(String script) throws Exception {
    String role = bare(script);
    try (Connection connection = database.connect()) {
      new PsqlScript("grants/" + script + ".sql").run(connection, role, Path.of("."));
    }
    return role;
  }

  /** As above, for a list of portals. */
  String granted(String script, String portals) throws Exception {
    String role = bare(script.replace('-', '_'));
    try (Connection connection = database.connect()) {
      for (int time = 0; time < 2; time++) {
        new PsqlScript("grants/" + script + ".sql")
            .run(connection, Map.of("role", role, "portals", portals), Path.of("."));
      }
    }
    return role;
  }

  /** A role that may connect and make temporary tables, as PostgreSQL lets everybody. */
  String bare(String kind) throws SQLException {
    // Roles are shared by all databases of a server, so they carry this one's name.
    String role = database.name() + "_" + kind;
    new TestSql(database.superuser())
        .run("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
    made.add(role);
    return role;
  }

  /** Connections of one of them. */
  DataSource connections(String role) {
    return database.as(role, PASSWORD);
  }

  TestSql as(String role) {
    return new TestSql(connections(role));
  }

  @Override
  public void close() throws SQLException {
    TestSql admin = new TestSql(database.superuser());
    for (String role : made) {
      admin.run("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
    made.clear();
  }
}
