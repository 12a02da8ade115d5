package io.dealsync.crash;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.db.Database;
import io.dealsync.desired.Selection;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.pull.PullOrder;
import io.dealsync.pull.PullScope;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** What someone starts after a run was killed. */
enum NextRun {
  SYNC {
    @Override
    long conduct(RunLease lease, Database database, BitrixPortal portal) {
      return Scenario.reconciler(database, portal)
          .sync(lease, Scenario.header("sync"), new Selection.All())
          .settledEarlier();
    }
  },
  PLAN {
    @Override
    long conduct(RunLease lease, Database database, BitrixPortal portal) {
      return Scenario.reconciler(database, portal)
          .plan(lease, Scenario.header("plan"), new Selection.All())
          .settledEarlier();
    }
  },
  /** Of a plan that was stored before the killed run began. */
  APPLY {
    @Override
    long conduct(RunLease lease, Database database, BitrixPortal portal) {
      return Scenario.reconciler(database, portal)
          .apply(lease, Scenario.header("apply"), Scenario.STORED_PLAN)
          .settledEarlier();
    }
  },
  /** Of the killed run. */
  UNDO {
    @Override
    long conduct(RunLease lease, Database database, BitrixPortal portal) {
      RunHeader header =
          new RunHeader(
              Scenario.PORTAL,
              "undo",
              "someone@somewhere",
              OptionalLong.of(Scenario.RUN),
              Map.of());
      return Scenario.reconciler(database, portal)
          .undo(lease, header, database.archive(), false)
          .settledEarlier();
    }
  },
  /** Of all deals; what was edited here stays. */
  PULL {
    @Override
    long conduct(RunLease lease, Database database, BitrixPortal portal) {
      return Scenario.puller(database, portal)
          .pull(lease, Scenario.header("pull"), new PullOrder(new PullScope.All(), false, false))
          .settledEarlier();
    }
  };

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Returns how many changes of earlier runs it has settled. */
  abstract long conduct(RunLease lease, Database database, BitrixPortal portal);

  /** Starts it, and returns how many changes of earlier runs it has settled. */
  long start(Database database, BitrixPortal portal) {
    try (RunLease lease = lease(database)) {
      return conduct(lease, database, portal);
    }
  }

  /** PostgreSQL needs a moment to see that the killed process is gone. */
  private RunLease lease(Database database) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return database.leases().acquire(Scenario.PORTAL, word());
      } catch (LeaseHeldException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
