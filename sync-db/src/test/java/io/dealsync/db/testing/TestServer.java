package io.dealsync.db.testing;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The one PostgreSQL server of this JVM's tests, and the databases they have made on it. */
final class TestServer {
  private static final String PREFIX = "test_";

  /** From this version on, copies of files (a third of the cost) have to be asked for. */
  private static final int WITH_STRATEGIES = 150000;

  /** From this version on, what a password costs at each new session can be chosen. */
  private static final int WITH_ITERATIONS = 160000;

  /** Started by the first test that needs a database. */
  private static final class Shared {
    static final TestServer INSTANCE = new TestServer(TestServerKind.startFirstFit());
  }

  private final Access admin;
  private final Access owner;
  private final boolean hasSuperuser;
  private final int version;
  private final String prefix;
  private final AtomicInteger counter = new AtomicInteger();
  private final Map<String, String> templates = new HashMap<>();

  private TestServer(Access server) {
    admin = server;
    prefix = PREFIX + ProcessHandle.current().pid() + "_" + random(2) + "_";
    hasSuperuser =
        query("SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user").contains("true");
    version = Integer.parseInt(query("SHOW server_version_num").get(0));
    dropLeftovers();
    owner = hasSuperuser ? newOwner() : admin;
    AtExit.close(this::dropEverything);
  }

  static TestServer shared() {
    return Shared.INSTANCE;
  }

  /** Whether {@link #adminOf} may do everything. */
  boolean hasSuperuser() {
    return hasSuperuser;
  }

  Access ownerOf(String database) {
    return owner.to(database);
  }

  Access adminOf(String database) {
    return admin.to(database);
  }

  /** The name of a new database that holds nothing of ours. */
  synchronized String create() {
    return create("template0");
  }

  /** The name of a new database like the one that the preparation leaves; it runs once per key. */
  synchronized String createLike(String key, Consumer<DataSource> preparation) {
    String template = templates.get(key);
    if (template == null) {
      template = create();
      preparation.accept(ownerOf(template).dataSource());
      templates.put(key, template);
    }
    return create(template);
  }

  void drop(String database) {
    execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  }

  private String create(String template) {
    String name = prefix + counter.incrementAndGet();
    execute(
        "CREATE DATABASE %s OWNER %s TEMPLATE %s%s"
            .formatted(
                name,
                quoted(owner.user()),
                template,
                version >= WITH_STRATEGIES ? " STRATEGY FILE_COPY" : ""));
    return name;
  }

  private Access newOwner() {
    String name = prefix + "owner";
    String password = random(16);
    execute(
        (version >= WITH_ITERATIONS ? "SET scram_iterations = 1; " : "")
            + "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, password));
    return admin.as(name, password);
  }

  private void dropEverything() {
    databases(prefix).forEach(this::drop);
    if (hasSuperuser) {
      execute("DROP ROLE IF EXISTS " + owner.user());
    }
  }

  /** What JVMs of this machine that were killed have left on a server that outlived them. */
  private void dropLeftovers() {
    databases(PREFIX).stream().filter(TestServer::isOrphan).forEach(this::drop);
    query(
            "SELECT rolname FROM pg_roles WHERE rolname ~ '^%s\\d+_[0-9a-f]+_owner$'"
                .formatted(PREFIX))
        .stream()
        .filter(TestServer::isOrphan)
        .forEach(role -> execute("DROP ROLE IF EXISTS " + role));
  }

  private static boolean isOrphan(String name) {
    long pid = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('_', PREFIX.length())));
    return ProcessHandle.of(pid).isEmpty();
  }

  private List<String> databases(String start) {
    return query(
        "SELECT datname FROM pg_database WHERE datname ~ '^%s' AND datname ~ '^%s\\d+_[0-9a-f]+_\\d+'"
            .formatted(start, PREFIX));
  }

  private void execute(String sql) {
    try (var connection = admin.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException("On the test server: " + failure.getMessage(), failure);
    }
  }

  private List<String> query(String sql) {
    try (var connection = admin.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException failure) {
      throw new IllegalStateException("On the test server: " + failure.getMessage(), failure);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String random(int bytes) {
    var value = new byte[bytes];
    new SecureRandom().nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
