package io.dealsync.crash;

import io.dealsync.db.Database;
import io.dealsync.desired.Selection;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.portal.Portal;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** What somebody starts after a run was killed. */
enum NextRun {
  SYNC {
    @Override
    RunReport conduct(Reconciler reconciler, RunLease lease, Database database) {
      return reconciler.sync(lease, Scenario.header("sync"), new Selection.All());
    }
  },
  PLAN {
    @Override
    RunReport conduct(Reconciler reconciler, RunLease lease, Database database) {
      return reconciler.plan(lease, Scenario.header("plan"), new Selection.All());
    }
  },
  /** Of a plan that was stored before the killed run began. */
  APPLY {
    @Override
    RunReport conduct(Reconciler reconciler, RunLease lease, Database database) {
      return reconciler.apply(lease, Scenario.header("apply"), Scenario.STORED_PLAN);
    }
  },
  /** Of the killed run. */
  UNDO {
    @Override
    RunReport conduct(Reconciler reconciler, RunLease lease, Database database) {
      RunHeader header =
          new RunHeader(
              Scenario.PORTAL,
              "undo",
              "somebody@somewhere",
              OptionalLong.of(Scenario.RUN),
              Map.of());
      return reconciler.undo(lease, header, database.archive(), false);
    }
  };

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  abstract RunReport conduct(Reconciler reconciler, RunLease lease, Database database);

  RunReport start(Database database, Portal portal) {
    try (RunLease lease = lease(database)) {
      return conduct(Scenario.reconciler(database, portal), lease, database);
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
