package io.dealsync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.cli.Commands;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.db.Database;
import io.dealsync.db.DatabaseException;
import io.dealsync.db.embedded.Durability;
import io.dealsync.db.embedded.EmbeddedPostgres;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.LinkWrite;
import io.dealsync.sandbox.rest.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database goes away, or is full, while a run is under way. */
class DatabaseOutageTest {

  /** The second request reads the deals, so that the plan is being made. */
  private static final int WHILE_PLANNING = 2;

  private static final Runnable NOTHING = () -> {};

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicReference<Runnable> atRequest = new AtomicReference<>(NOTHING);
  private final AtomicReference<Runnable> atWrite = new AtomicReference<>(NOTHING);
  private final List<LinkWrite> writes = new CopyOnWriteArrayList<>();
  private final SandboxPortal portal =
      Scenario.portal(
          SandboxOptions.defaults()
              .withLimits(Limits.none().withLatency(Duration.ofNanos(1)))
              .withTime(InstantSource.system(), latency -> requested()));
  private final SortedMap<Long, String> found = Scenario.deals(portal.state());

  @BeforeEach
  void watchWrites() {
    portal
        .state()
        .onWrite(
            write -> {
              writes.add(write);
              atWrite.getAndSet(NOTHING).run();
            });
  }

  @AfterEach
  void close() {
    portal.close();
  }

  private void requested() {
    if (requests.incrementAndGet() == WHILE_PLANNING) {
      atRequest.getAndSet(NOTHING).run();
    }
  }

  @Test
  void a_server_stopped_while_planning_leaves_the_portal_untouched(@TempDir Path home) {
    try (EmbeddedPostgres server = prepared(home)) {
      Commands commands = commands(server);
      atRequest.set(server::close);

      assertThat(commands.run("sync")).as(commands.output()).isEqualTo(ExitCode.AGAIN);

      assertThat(commands.output()).contains("cannot be used now").contains("Nothing is lost");
      assertThat(Scenario.deals(portal.state())).isEqualTo(found);
    }
    requireTheNextRunCompletes(home);
  }

  @Test
  void a_server_stopped_while_writing_leaves_nothing_unexplained(@TempDir Path home)
      throws SQLException {
    try (EmbeddedPostgres server = prepared(home)) {
      Commands commands = commands(server);
      atWrite.set(server::close);

      assertThat(commands.run("sync")).as(commands.output()).isEqualTo(ExitCode.AGAIN);

      assertThat(commands.output()).contains("cannot be used now");
      assertThat(writes).isNotEmpty();
    }
    requireTheNextRunCompletes(home);
  }

  private static EmbeddedPostgres prepared(Path home) {
    EmbeddedPostgres server = EmbeddedPostgres.open(home, Durability.DISPOSABLE);
    Scenario.prepare(source(server));
    return server;
  }

  private static PGSimpleDataSource source(EmbeddedPostgres server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.jdbcUrl());
    source.setUser(server.user());
    source.setPassword(server.password());
    return source;
  }

  private Commands commands(EmbeddedPostgres server) {
    return new Commands(server.jdbcUrl(), server.user(), server.password(), portal.webhookUrl());
  }

  private void requireTheNextRunCompletes(Path home) {
    try (EmbeddedPostgres server = EmbeddedPostgres.open(home, Durability.DISPOSABLE)) {
      requireTheNextRunCompletes(commands(server), source(server));
    }
  }

  /**
   * Some deals of the scenario are held, which is news to nobody but the first run that says so.
   */
  private void requireTheNextRunCompletes(Commands commands, DataSource database) {
    assertThat(commands.run("sync")).as(commands.output()).isIn(ExitCode.OK, ExitCode.INCOMPLETE);
    assertThat(open(database)).as("open intents").isZero();
    assertThat(Scenario.deals(portal.state())).isEqualTo(Scenario.CONVERGED);
    assertThat(writes.stream().map(LinkWrite::dealId)).as("deals written").doesNotHaveDuplicates();
    int before = writes.size();
    commands.run("sync");
    assertThat(writes).hasSize(before);
  }

  private static long open(DataSource database) {
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM dealsync.change WHERE status IN ('sent', 'unknown')")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void no_write_leaves_after_the_leases_connection_was_killed() {
    try (TestDatabase test = Scenario.database().open();
        Database database = Scenario.open(test);
        BitrixPortal client = Scenario.connect(portal.webhookUrl().toString())) {
      atWrite.set(
          () ->
              Scenario.execute(
                  test.dataSource(),
                  "SELECT pg_terminate_backend(backend_pid) FROM dealsync.run_lock"));

      assertThatThrownBy(() -> NextRun.SYNC.start(database, client))
          .isInstanceOfSatisfying(
              DatabaseException.class,
              e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.UNREACHABLE));

      assertThat(writes).as("writes of the window under way").hasSizeBetween(1, 4);
      int sent = writes.size();
      NextRun.SYNC.start(database, client);
      assertThat(Scenario.deals(portal.state())).isEqualTo(Scenario.CONVERGED);
      assertThat(open(test.dataSource())).isZero();
      assertThat(writes.subList(0, sent)).isNotEmpty();
      assertThat(writes.stream().map(LinkWrite::dealId)).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the plan is stored, BEFORE INSERT, planned, false",
    "the intents are committed, BEFORE UPDATE, sent, false",
    "the outcomes are recorded, BEFORE UPDATE, verified, true"
  })
  void a_full_disk_leaves_the_portal_untouched_or_explained_when(
      String moment, String event, String status, boolean written) {
    try (TestDatabase test = Scenario.database().open()) {
      Commands commands =
          new Commands(test.jdbcUrl(), test.user(), test.password(), portal.webhookUrl());
      fill(test.dataSource(), event, status);

      assertThat(commands.run("sync")).as(commands.output()).isEqualTo(ExitCode.AGAIN);

      assertThat(commands.output()).contains("No space left on device");
      assertThat(!writes.isEmpty()).as("written to the portal when " + moment).isEqualTo(written);
      assertThat(open(test.dataSource()) > 0).as("open intents").isEqualTo(written);
      Scenario.execute(test.dataSource(), "DROP TRIGGER no_space ON dealsync.change");
      requireTheNextRunCompletes(commands, test.dataSource());
    }
  }

  private static void fill(DataSource database, String event, String status) {
    Scenario.execute(
        database,
        """
        CREATE FUNCTION dealsync.no_space() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100';
        END $$
        """);
    Scenario.execute(
        database,
        "CREATE TRIGGER no_space %s ON dealsync.change FOR EACH ROW WHEN (NEW.status = '%s') EXECUTE FUNCTION dealsync.no_space()"
            .formatted(event, status));
  }
}
