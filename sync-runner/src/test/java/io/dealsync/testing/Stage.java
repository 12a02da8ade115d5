package io.dealsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.IdleSessions;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.LinkRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A database with dealsync's schema, a portal, and a command line that knows both. Closing it
 * removes all of it.
 */
public final class Stage implements AutoCloseable {

  /** The code in the webhook; long enough to be found wherever it should not be. */
  public static final String SECRET = "k3stage7secret9code";

  private final TestDatabase database;
  private final SandboxPortal portal;
  private final Path home;
  private final Cli cli;

  private Stage(TestDatabase database, SandboxPortal portal, Path home) {
    this.database = database;
    this.portal = portal;
    this.home = home;
    this.cli =
        Cli.in(
            home,
            Map.of(
                "DEALSYNC_DB_URL", database.jdbcUrl(),
                "DEALSYNC_DB_USER", database.user(),
                "DEALSYNC_DB_PASSWORD", database.password(),
                "DEALSYNC_WEBHOOK", portal.webhookUrl().toString()));
  }

  /** One with a portal that has no limits. */
  public static Stage open() {
    return open(SandboxOptions.defaults());
  }

  /** One with such a portal. */
  public static Stage open(SandboxOptions options) {
    return on(TestSchema.migrated().open(), options);
  }

  /** One whose database has no schema yet. */
  public static Stage unprepared() {
    return on(TestDatabase.empty().open(), SandboxOptions.defaults());
  }

  private static Stage on(TestDatabase database, SandboxOptions options) {
    try {
      return new Stage(
          database,
          SandboxPortal.start(options.withSecret(SECRET)),
          Files.createTempDirectory("dealsync-stage"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestDatabase database() {
    return database;
  }

  public SandboxPortal portal() {
    return portal;
  }

  /** An empty folder of the stage's own. */
  public Path home() {
    return home;
  }

  /** The command line, for variations of its environment. */
  public Cli cli() {
    return cli;
  }

  /** Runs one command. */
  public Spoken run(String... arguments) {
    return cli.run(arguments);
  }

  /** Runs one command, which must end with this code. */
  public Spoken run(int code, String... arguments) {
    Spoken spoken = run(arguments);
    assertThat(spoken.code()).as(spoken.all()).isEqualTo(code);
    return spoken;
  }

  /** Contacts 1 to {@code last} come into being on the portal. */
  public Stage contacts(long last) {
    portal
        .state()
        .load(
            loader -> {
              for (long contact = 1; contact <= last; contact++) {
                loader.contact(contact);
              }
            });
    return this;
  }

  /** From now on someone's automation puts a deal back whenever dealsync has changed it. */
  public Robot robotThatReverts(long deal) {
    return Robot.reverting(portal, deal);
  }

  /** A deal with the same links on both sides, as in {@code 55/10/Y 54/20/N}. */
  public Stage deal(long deal, String rows) {
    portal.state().putDeal(deal, rows);
    mirror(Map.of(deal, portal.state().links(deal)));
    return this;
  }

  /**
   * Deals 1 to {@code count} on both sides, each with two contacts of its own: contacts 2·d − 1 and
   * 2·d, the first of them primary.
   */
  public Stage equalDeals(long count) {
    contacts(2 * count + 10);
    portal
        .state()
        .load(
            loader -> {
              for (long deal = 1; deal <= count; deal++) {
                loader.deal(
                    deal,
                    List.of(new LinkRow(2 * deal - 1, 10, true), new LinkRow(2 * deal, 20, false)));
              }
            });
    sql(
        """
        INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)
        SELECT d, 2 * d - 1 + i, 10 + 10 * i, i = 0
        FROM generate_series(1, %d) AS d, generate_series(0, 1) AS i\
        """
            .formatted(count));
    return this;
  }

  private void mirror(Map<Long, List<LinkRow>> deals) {
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)"
                    + " VALUES (?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (Map.Entry<Long, List<LinkRow>> deal : deals.entrySet()) {
        for (LinkRow row : deal.getValue()) {
          insert.setLong(1, deal.getKey());
          insert.setLong(2, row.contactId());
          insert.setInt(3, row.sort());
          insert.setBoolean(4, row.primary());
          insert.addBatch();
        }
      }
      insert.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Edits as a person with psql does, each statement a transaction. */
  public void sql(String... statements) {
    try {
      IdleSessions.once(
          database.dataSource(),
          sql -> {
            for (String statement : statements) {
              sql.execute(statement);
            }
            return statements.length;
          });
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The same as a superuser, in one session: as the worker of a subscription writes. */
  public void superuser(String... statements) {
    try (Connection connection = database.superuser().getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The first column of all rows. */
  public List<String> query(String query) {
    try {
      return IdleSessions.once(
          database.dataSource(),
          sql -> {
            ResultSet rows = sql.executeQuery(query);
            List<String> values = new ArrayList<>();
            while (rows.next()) {
              values.add(String.valueOf(rows.getString(1)));
            }
            return values;
          });
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The only value of a query. */
  public String value(String query) {
    return query(query).get(0);
  }

  /**
   * A digest of every table of the schema, to see whether anything changed.
   *
   * @param without tables that may change
   */
  public Map<String, String> digest(String... without) {
    List<String> skipped = List.of(without);
    String everything =
        query("SELECT tablename FROM pg_tables WHERE schemaname = 'dealsync'").stream()
            .filter(table -> !skipped.contains(table))
            .map(
                table ->
                    "SELECT '%1$s=' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM dealsync.%1$s AS t"
                        .formatted(table))
            .collect(Collectors.joining(" UNION ALL "));
    return query(everything).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  @Override
  public void close() {
    portal.close();
    database.close();
    if (!Files.exists(home)) {
      return;
    }
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
