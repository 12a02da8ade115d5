package io.dealsync.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.db.Database;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Selection;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.LinkRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.DSLContext;

/**
 * A run killed with SIGKILL at every commit and around every request, one point after the other;
 * each time the next run has to explain what was open, and to bring portal and mirror together.
 */
final class KillMatrix {

  private static final int PROCESSES = 4;

  /** These stay different on purpose: held, or without a deal. */
  private static final Set<Long> APART = Set.of(10L, 11L, 12L);

  /** Had two primaries, which no call can bring back; an undo restores contacts, SORT and one. */
  private static final long REPAIRED = 8;

  private static final String WITHOUT_SECOND_PRIMARY = "16/10/Y 17/20/N";

  private KillMatrix() {}

  /**
   * One point at which the run was killed.
   *
   * @param found what the dead run left behind
   * @param next the run that was started then
   * @param after what that run made of it
   */
  record Row(int number, String point, String found, NextRun next, String after) {}

  /** All points of a run that nobody kills; the run has to converge. */
  static List<String> points() {
    try (TestDatabase database = Scenario.database().open();
        SandboxPortal portal = Scenario.portal()) {
      List<String> points = KilledRun.until(Gate.NEVER, database, portal);
      assertThat(Scenario.deals(portal.state())).isEqualTo(Scenario.CONVERGED);
      return points;
    }
  }

  /** Kills a run at each of these points, several at a time. */
  static List<Row> at(List<Integer> points) {
    try (ExecutorService executor = Executors.newFixedThreadPool(PROCESSES)) {
      List<CompletableFuture<Row>> rows =
          points.stream()
              .map(point -> CompletableFuture.supplyAsync(() -> at(point), executor))
              .toList();
      return rows.stream().map(CompletableFuture::join).toList();
    }
  }

  private static Row at(int point) {
    try (TestDatabase database = Scenario.database().open();
        SandboxPortal portal = Scenario.portal()) {
      return new Trial(point, portal).run(database);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("Killed at point " + point + ": " + e.getMessage(), e);
    }
  }

  /** One kill and what comes after it. */
  private static final class Trial {

    private final int point;
    private final SandboxPortal portal;
    private final SortedMap<Long, String> drifted;
    private final Map<Long, List<String>> writes = new HashMap<>();

    Trial(int point, SandboxPortal portal) {
      this.point = point;
      this.portal = portal;
      this.drifted = deals();
      portal
          .state()
          .onWrite(
              write ->
                  writes
                      .computeIfAbsent(write.dealId(), deal -> new ArrayList<>())
                      .add(LinkRow.format(write.after())));
    }

    private SortedMap<Long, String> deals() {
      return Scenario.deals(portal.state());
    }

    Row run(TestDatabase test) {
      List<String> passed = KilledRun.until(point, test, portal);
      try (Database database = Scenario.open(test);
          BitrixPortal client = Scenario.connect(portal.webhookUrl().toString())) {
        String found = found(database);
        NextRun next = next(database);
        List<Long> open = open(database.jooq());
        long settled = next.start(database, client);
        requireExplained(database.jooq(), open, settled);
        if (next == NextRun.UNDO) {
          requireUndone();
        }
        NextRun.SYNC.start(database, client);
        requireConverged(database, next);
        requireSilence(database, client);
        requireNothingTwice(next);
        return new Row(point, passed.get(point - 1), found, next, after(database.jooq(), open));
      }
    }

    /** Only a run that has begun can be undone. */
    private NextRun next(Database database) {
      NextRun next = NextRun.values()[point % NextRun.values().length];
      return next == NextRun.UNDO && database.archive().run(Scenario.RUN).isEmpty()
          ? NextRun.SYNC
          : next;
    }

    private String found(Database database) {
      if (database.archive().run(Scenario.RUN).isEmpty()) {
        return "no run yet";
      }
      String rows =
          database
              .jooq()
              .fetchSingle(
                  "SELECT coalesce(string_agg(number || ' ' || status, ', ' ORDER BY status), 'no rows')"
                      + " FROM (SELECT status, count(*) AS number FROM dealsync.change WHERE run_id = ?"
                      + " GROUP BY status) AS counted",
                  Scenario.RUN)
              .get(0, String.class);
      return "%s; %d deals written".formatted(rows, writes.size());
    }

    private static List<Long> open(DSLContext sql) {
      return sql.fetch(
              "SELECT deal_id FROM dealsync.change WHERE run_id = ? AND status IN ('sent', 'unknown')",
              Scenario.RUN)
          .getValues(0, Long.class);
    }

    private static void requireExplained(DSLContext sql, List<Long> open, long settled) {
      assertThat(settled).as("settled intents").isEqualTo(open.size());
      assertThat(
              sql.fetch(
                  "SELECT run_id, deal_id, status, error FROM dealsync.change WHERE status IN ('sent', 'unknown')"
                      + " OR (status = 'failed' AND error !~ '^The run ended before this change took effect')"))
          .as("intents without an explanation")
          .isEmpty();
      assertThat(sql.fetch("SELECT run_id FROM dealsync.run WHERE state = 'running'"))
          .as("runs that nobody has ended")
          .isEmpty();
    }

    private void requireUndone() {
      SortedMap<Long, String> now = deals();
      now.replace(REPAIRED, WITHOUT_SECOND_PRIMARY, drifted.get(REPAIRED));
      assertThat(now).as("portal after the undo").isEqualTo(drifted);
    }

    private void requireConverged(Database database, NextRun next) {
      SortedMap<Long, String> now = deals();
      if (next == NextRun.UNDO) {
        now.replace(REPAIRED, WITHOUT_SECOND_PRIMARY, Scenario.CONVERGED.get(REPAIRED));
      }
      if (next == NextRun.PULL) {
        now.forEach((deal, links) -> assertThat(links).isIn(images(deal, next)));
      } else {
        assertThat(now).as("portal in the end").isEqualTo(Scenario.CONVERGED);
      }
      for (MirrorDeal deal : database.mirror(Scenario.PORTAL).page(new Selection.All(), 0, 100)) {
        if (!APART.contains(deal.deal())) {
          requireEqual(deal, links(deal.deal()));
        }
      }
    }

    private static void requireEqual(MirrorDeal deal, LinkSet onPortal) {
      if (deal.mode() == Mode.ADD_ONLY) {
        assertThat(deal.desired().minus(onPortal)).as("deal %d", deal.deal()).isEmpty();
      } else {
        assertThat(deal.desired().sameOrder(onPortal))
            .as("deal %d: mirror %s, portal %s", deal.deal(), deal.desired(), onPortal)
            .isTrue();
      }
    }

    private LinkSet links(long deal) {
      return new LinkImage(
              portal.state().links(deal).stream()
                  .map(row -> new Link(row.contactId(), row.sort(), row.primary()))
                  .toList())
          .canonical();
    }

    private void requireSilence(Database database, BitrixPortal client) {
      long before = client.traffic().writes();
      long settled = NextRun.SYNC.start(database, client);
      assertThat(client.traffic().writes()).as("writes of a second run").isEqualTo(before);
      assertThat(settled).as("intents left for a second run").isZero();
    }

    /** Nothing but before-images and targets was ever there, and no way was gone twice. */
    private void requireNothingTwice(NextRun next) {
      int most = next == NextRun.UNDO ? 3 : 1;
      writes.forEach(
          (deal, images) -> {
            assertThat(images).as("writes to deal %d", deal).hasSizeLessThanOrEqualTo(most);
            assertThat(images).as("images of deal %d", deal).isSubsetOf(images(deal, next));
          });
    }

    private Set<String> images(long deal, NextRun next) {
      Set<String> images = new HashSet<>();
      images.add(String.valueOf(drifted.get(deal)));
      images.add(String.valueOf(Scenario.CONVERGED.get(deal)));
      if (next == NextRun.UNDO && deal == REPAIRED) {
        images.add(WITHOUT_SECOND_PRIMARY);
      }
      return images;
    }

    private String after(DSLContext sql, List<Long> open) {
      if (open.isEmpty()) {
        return "nothing was open";
      }
      int verified =
          sql.fetchSingle(
                  "SELECT count(*) FROM dealsync.change WHERE run_id = ? AND status = 'verified' AND deal_id = ANY (?)",
                  Scenario.RUN,
                  open.toArray(Long[]::new))
              .get(0, Integer.class);
      return "%d intents settled: %d had taken effect, %d had not"
          .formatted(open.size(), verified, open.size() - verified);
    }
  }
}
