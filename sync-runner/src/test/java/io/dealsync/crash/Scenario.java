package io.dealsync.crash;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.db.Database;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limits;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.link.Comparison;
import io.dealsync.portal.Portal;
import io.dealsync.pull.Puller;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.run.Waves;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Deals on which one run makes every kind of change: both sides agreed once, then people edited the
 * mirror and the portal. The run that is killed has the number {@link #RUN}; a plan made just
 * before it has the number {@link #STORED_PLAN}.
 */
final class Scenario {

  static final String PORTAL = "main";
  static final long STORED_PLAN = 2;
  static final long RUN = 3;

  /**
   * Four changes to a wave, so that a run has several windows; every deal is read before a write.
   */
  static final RunSettings SETTINGS =
      new RunSettings(Comparison.ORDER, Policy.MIRROR_WINS, Limits.DEFAULT, Duration.ZERO)
          .with(new Waves(List.of(4, 4, 4), 1));

  private static final int CONTACTS = 40;

  private static final List<Case> CASES =
      List.of(
          of(
              1,
              "1/10/Y 2/20/N",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 3)"),
          of(
              2,
              "1/10/Y 2/20/N",
              "DELETE FROM dealsync.deal_contact WHERE deal_id = 2 AND contact_id = 2"),
          of(
              3,
              "4/10/Y 5/20/N 6/30/N",
              "UPDATE dealsync.deal_contact SET sort = 100 - sort, is_primary = (contact_id = 6)"
                  + " WHERE deal_id = 3"),
          of(4, "7/10/Y", "DELETE FROM dealsync.deal_contact WHERE deal_id = 4"),
          of(
              5,
              "",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (5, 8), (5, 9)"),
          of(6, "10/10/Y 11/20/N", "UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id = 6")
              .onPortal("10/10/Y 11/20/N 12/30/N"),
          of(
                  7,
                  "13/10/Y",
                  "UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id = 7;"
                      + " INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 14)")
              .onPortal("13/10/Y 15/20/N"),
          of(8, "16/10/Y 17/20/N", "").onPortal("16/10/Y 17/20/Y"),
          of(
                  9,
                  "18/10/Y",
                  "UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = 9;"
                      + " INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (9, 19)")
              .onPortal("18/10/Y 20/20/N"),
          of(10, "21/10/Y", "UPDATE dealsync.deal SET policy = 'hold' WHERE deal_id = 10")
              .onPortal("21/10/Y 22/20/N"),
          of(
              11,
              "23/10/Y",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (11, 999)"),
          of(12, "24/10/Y", "").goneFromPortal(),
          of(13, "25/10/Y 26/20/N", "").onPortal("25/10/Y"),
          of(14, "27/10/Y", ""),
          of(
              15,
              "28/10/Y",
              "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 15;"
                  + " DELETE FROM dealsync.deal_contact WHERE deal_id = 15"),
          of(
              16,
              "29/10/Y 30/20/N",
              "UPDATE dealsync.deal_contact SET contact_id = 31 WHERE deal_id = 16 AND contact_id ="
                  + " 30"),
          of(
              17,
              "1/10/Y 2/20/N",
              "UPDATE dealsync.deal_contact SET is_primary = NOT is_primary WHERE deal_id = 17"),
          of(
              18,
              "32/10/Y",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (18, 33), (18, 34)"));

  /**
   * What the portal has once mirror and portal have converged; held and paused deals are as found.
   */
  static final Map<Long, String> CONVERGED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1L, "1/10/Y 2/20/N 3/30/N"),
              Map.entry(2L, "1/10/Y"),
              Map.entry(3L, "6/70/Y 5/80/N 4/90/N"),
              Map.entry(4L, ""),
              Map.entry(5L, "8/10/Y 9/20/N"),
              Map.entry(6L, "10/10/Y 11/20/N 12/30/N"),
              Map.entry(7L, "13/10/Y 14/15/N 15/20/N"),
              Map.entry(8L, "16/11/Y 17/21/N"),
              Map.entry(9L, "18/10/Y 20/20/N 19/30/N"),
              Map.entry(10L, "21/10/Y 22/20/N"),
              Map.entry(11L, "23/10/Y"),
              Map.entry(13L, "25/10/Y 26/20/N"),
              Map.entry(14L, "27/10/Y"),
              Map.entry(15L, "28/10/Y"),
              Map.entry(16L, "29/10/Y 31/20/N"),
              Map.entry(17L, "1/10/N 2/20/Y"),
              Map.entry(18L, "32/10/Y 33/20/N 34/30/N")));

  private Scenario() {}

  /**
   * One deal.
   *
   * @param agreed what both sides had when they last agreed
   * @param edit what people did to the mirror since
   * @param found what the portal has now
   */
  private record Case(long deal, String agreed, String edit, String found, boolean gone) {

    Case onPortal(String rows) {
      return new Case(deal, agreed, edit, rows, gone);
    }

    Case goneFromPortal() {
      return new Case(deal, agreed, edit, "", true);
    }
  }

  private static Case of(long deal, String agreed, String edit) {
    return new Case(deal, agreed, edit, agreed, false);
  }

  /** A database in which both sides agreed, people have edited since, and a plan is stored. */
  static TestDatabase database() {
    return TestDatabase.migrated("crash-scenario", Scenario::prepare);
  }

  /** A portal on which people have edited since both sides agreed. */
  static SandboxPortal portal() {
    return portal(SandboxOptions.defaults());
  }

  /** The same portal with other options. */
  static SandboxPortal portal(SandboxOptions options) {
    SandboxPortal portal = agreedPortal(options);
    drift(portal.state());
    return portal;
  }

  private static SandboxPortal agreedPortal(SandboxOptions options) {
    SandboxPortal portal = SandboxPortal.start(options);
    for (long contact = 1; contact <= CONTACTS; contact++) {
      portal.state().putContact(contact);
    }
    CASES.forEach(each -> portal.state().putDeal(each.deal(), each.agreed()));
    return portal;
  }

  private static void drift(PortalState state) {
    for (Case each : CASES) {
      if (each.gone()) {
        state.removeDeal(each.deal());
      } else {
        state.putDeal(each.deal(), each.found());
      }
    }
  }

  /** Makes that database out of an empty one. */
  static void prepare(DataSource source) {
    try (Database database = open((PGSimpleDataSource) source);
        SandboxPortal portal = agreedPortal(SandboxOptions.defaults());
        BitrixPortal client = connect(portal.webhookUrl().toString())) {
      database.migrations().migrate();
      execute(source, "INSERT INTO dealsync.portal (portal) VALUES ('%s')".formatted(PORTAL));
      execute(
          source,
          "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, %d)"
              .formatted(CASES.size()));
      CASES.forEach(
          each -> LinkRow.parseAll(each.agreed()).forEach(row -> insert(source, each.deal(), row)));
      try (RunLease lease = database.leases().acquire(PORTAL, "sync")) {
        reconciler(database, client).sync(lease, header("sync"), new Selection.All());
      }
      CASES.stream()
          .map(Case::edit)
          .filter(edit -> !edit.isEmpty())
          .forEach(edit -> execute(source, edit));
      drift(portal.state());
      try (RunLease lease = database.leases().acquire(PORTAL, "plan")) {
        reconciler(database, client).plan(lease, header("plan"), new Selection.All());
      }
      // Each test works on a copy, which is not to be taken for a database that was restored.
      execute(source, "UPDATE dealsync.portal_state SET database_mark = NULL");
    }
  }

  private static void insert(DataSource source, long deal, LinkRow row) {
    execute(
        source,
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES (%d, %d, %d, %s)"
            .formatted(deal, row.contactId(), row.sort(), row.primary()));
  }

  static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Database open(PGSimpleDataSource source) {
    return Database.open(
        "jdbc:postgresql://%s:%d/%s"
            .formatted(
                source.getServerNames()[0], source.getPortNumbers()[0], source.getDatabaseName()),
        source.getUser(),
        source.getPassword(),
        4);
  }

  static Database open(TestDatabase database) {
    return open((PGSimpleDataSource) database.dataSource());
  }

  /** One request at a time, so that a run's requests always come in the same order. */
  static BitrixPortal connect(String webhook) {
    return BitrixPortal.connect(
        Webhook.parse(webhook),
        RestSettings.DEFAULT.rate(BucketRate.UNLIMITED).inFlight(1),
        TrafficListener.NONE);
  }

  static Reconciler reconciler(Database database, Portal portal) {
    return new Reconciler(
        database.mirror(PORTAL),
        portal,
        SETTINGS,
        Progress.NONE,
        StopSignal.NEVER,
        InstantSource.system());
  }

  static Puller puller(Database database, BitrixPortal portal) {
    return new Puller(
        database.mirror(PORTAL),
        portal,
        portal.dealCatalog(),
        SETTINGS,
        Progress.NONE,
        StopSignal.NEVER,
        InstantSource.system());
  }

  static RunHeader header(String command) {
    return new RunHeader(PORTAL, command, "someone@somewhere", OptionalLong.empty(), Map.of());
  }

  /** The rows of every deal on the portal. */
  static SortedMap<Long, String> deals(PortalState state) {
    SortedMap<Long, String> deals = new TreeMap<>();
    CASES.stream()
        .map(Case::deal)
        .filter(state::hasDeal)
        .forEach(deal -> deals.put(deal, state.linksText(deal)));
    return deals;
  }
}
