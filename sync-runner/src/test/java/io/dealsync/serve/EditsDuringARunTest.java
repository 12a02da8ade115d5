package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.desired.OpenEdits;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.journal.RunLease;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.StopSignal;
import io.dealsync.run.YieldPoint;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Edits that come during a scheduled run do not wait for its end. */
class EditsDuringARunTest {

  private final World world = new World();
  private final SyncRunner runner =
      new SyncRunner(
          "main", new WorldSyncs(), Quiet.ALWAYS, () -> {}, StopSignal.NEVER, new SteppedTime());
  private boolean editsAreBroken;

  private final class WorldSyncs implements PortalSyncs {

    @Override
    public RunReport everything(String portal, Quiet quiet, YieldPoint yieldPoint) {
      return world.yieldPoint(yieldPoint).sync();
    }

    @Override
    public RunReport edited(String portal, Quiet quiet) {
      try (RunLease lease = world.leases.acquire(portal, "sync")) {
        return edited(portal, quiet, lease);
      }
    }

    @Override
    public RunReport edited(String portal, Quiet quiet, RunLease lease) {
      if (editsAreBroken) {
        throw new IllegalStateException("broken");
      }
      return world.reconciler().sync(lease, World.header("sync"), new Selection.Edited());
    }

    @Override
    public OpenEdits open(String portal, Quiet quiet) {
      return OpenEdits.of(world.mirror, quiet);
    }

    @Override
    public void probe(String portal) {}

    @Override
    public Optional<Instant> lastFull(String portal) {
      return Optional.empty();
    }
  }

  /** Deals that lost a contact on the portal: 150 of them are written in two windows. */
  private void drifted(long deals) {
    world.portal.contacts(8, 9);
    LongStream.rangeClosed(1, deals)
        .forEach(
            deal -> {
              world.portal.deal(deal, "7/10/Y");
              world.mirror.want(deal, "7* 8").agreedOn(deal, "7* 8");
            });
  }

  /** Someone edits the deal just before the n-th request, and the watch hears of it. */
  private void editBeforeRequest(int request, long deal) {
    int[] requests = {0};
    world.portal.beforeEachCall(
        () -> {
          if (++requests[0] == request) {
            world.mirror.want(deal, "9*");
            assertThat(runner.carry()).isEqualTo(CarryResult.LEFT);
          }
        });
  }

  private List<FakeRun> runs() {
    return StreamSupport.stream(world.leases.runs().spliterator(), false).toList();
  }

  private List<Long> contacts(long deal) {
    return world.portal.rows(deal).canonical().contacts();
  }

  @Test
  void an_edit_is_carried_between_two_steps_of_the_run_that_holds_the_portal() {
    drifted(150);
    editBeforeRequest(1, 140);

    runner.run();

    assertThat(contacts(140)).containsExactly(9L);
    assertThat(contacts(1)).containsExactly(7L, 8L);
    assertThat(runs()).extracting(FakeRun::id).containsExactly(1L, 2L);
    assertThat(runs()).allMatch(FakeRun::ended);
  }

  @Test
  void an_edit_that_comes_too_late_for_the_run_is_carried_right_after_it() {
    drifted(50);
    editBeforeRequest(3, 40);

    runner.run();

    assertThat(world.portal.written()).last().matches(change -> change.deal() == 40);
    assertThat(contacts(40)).containsExactly(9L);
    assertThat(runs()).hasSize(2);
  }

  @Test
  void edits_that_cannot_be_carried_do_not_end_the_run() {
    drifted(150);
    editsAreBroken = true;
    editBeforeRequest(1, 140);

    runner.run();

    assertThat(contacts(150)).containsExactly(7L, 8L);
    assertThat(runs()).hasSize(1);
  }

  @Test
  void without_edits_no_further_run_is_recorded() {
    drifted(150);

    runner.run();

    assertThat(runs()).hasSize(1);
  }

  @Test
  void edits_wait_for_a_run_of_another_process() {
    drifted(1);
    world.mirror.want(1, "9*");
    RunLease elsewhere = world.leases.acquire("main", "sync");

    assertThat(runner.carry()).isEqualTo(CarryResult.BUSY);

    elsewhere.close();
    assertThat(runner.carry()).isEqualTo(CarryResult.TRIED);
    assertThat(contacts(1)).containsExactly(9L);
  }
}
