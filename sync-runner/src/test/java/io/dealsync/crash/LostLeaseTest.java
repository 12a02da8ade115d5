package io.dealsync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.db.Database;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.Selection;
import io.dealsync.journal.LeaseLostException;
import io.dealsync.journal.RunLease;
import io.dealsync.sandbox.SandboxPortal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A run whose database session is gone never writes again, however far it had come. */
class LostLeaseTest {

  /** Every request waits for the one before it to drain. */
  private static final BucketRate NARROW = new BucketRate(1, 1, 0);

  private final AtomicBoolean tookOver = new AtomicBoolean();
  private final List<Long> written = new CopyOnWriteArrayList<>();

  /** Time in which something happens while someone waits for it to pass. */
  private record EventfulTime(SteppedTime time, Runnable meanwhile) implements Time {

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public void sleep(Duration span) throws InterruptedException {
      meanwhile.run();
      time.sleep(span);
    }
  }

  @Test
  void a_write_that_waits_for_the_rate_limit_never_leaves_once_another_process_has_taken_over() {
    try (TestDatabase test = Scenario.database().open();
        SandboxPortal portal = Scenario.portal();
        Database first = Scenario.open(test);
        Database second = Scenario.open(test);
        BitrixPortal other = Scenario.connect(portal.webhookUrl().toString());
        BitrixPortal waiting =
            connect(
                portal,
                new EventfulTime(
                    new SteppedTime(),
                    () -> {
                      if (hasIntents(second) && tookOver.compareAndSet(false, true)) {
                        Scenario.execute(
                            test.dataSource(),
                            "SELECT pg_terminate_backend(backend_pid) FROM dealsync.run_lock");
                        NextRun.SYNC.start(second, other);
                        assertThat(Scenario.deals(portal.state())).isEqualTo(Scenario.CONVERGED);
                        portal.state().onWrite(write -> written.add(write.dealId()));
                      }
                    }));
        RunLease lease = first.leases().acquire(Scenario.PORTAL, "sync")) {

      assertThatThrownBy(
              () ->
                  Scenario.reconciler(first, waiting)
                      .sync(lease, Scenario.header("sync"), new Selection.All()))
          .isInstanceOf(LeaseLostException.class)
          .hasMessageStartingWith("The run has lost its hold on portal main: ")
          .hasMessageEndingWith("run again.");

      assertThat(tookOver).isTrue();
      assertThat(written).isEmpty();
      assertThat(Scenario.deals(portal.state())).isEqualTo(Scenario.CONVERGED);
      assertThat(
              second
                  .jooq()
                  .fetchCount(
                      second.jooq().selectOne().from("dealsync.run").where("state = 'running'")))
          .isZero();
    }
  }

  private static BitrixPortal connect(SandboxPortal portal, Time time) {
    return BitrixPortal.connect(
        Webhook.parse(portal.webhookUrl().toString()),
        RestSettings.DEFAULT.rate(NARROW).inFlight(1),
        TrafficListener.NONE,
        time,
        new Random(1));
  }

  private static boolean hasIntents(Database database) {
    return database
        .jooq()
        .fetchExists(
            database
                .jooq()
                .selectOne()
                .from("dealsync.change")
                .where("run_id = " + Scenario.RUN + " AND status = 'sent'"));
  }
}
