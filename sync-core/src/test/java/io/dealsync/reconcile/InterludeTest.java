package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Selection;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Change;
import io.dealsync.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long run gives way to edits that someone waits for, and leaves alone what they did. */
class InterludeTest {

  private final World world = new World();
  private final List<RunReport> carried = new ArrayList<>();

  /** Deals that lost a contact on the portal, so that a run restores every one of them. */
  private void drifted(long deals) {
    world.portal.contacts(8, 9);
    LongStream.rangeClosed(1, deals)
        .forEach(
            deal -> {
              world.portal.deal(deal, "7/10/Y");
              world.mirror.want(deal, "7* 8").agreedOn(deal, "7* 8");
            });
  }

  /** At its n-th chance someone has just edited a deal. */
  private void editedAtChance(int chance, long deal) {
    int[] chances = {0};
    world.yieldPoint(
        lease -> {
          boolean now = ++chances[0] == chance;
          if (now) {
            world.mirror.want(deal, "9*");
            carry(lease);
          }
          return now;
        });
  }

  private void carry(RunLease lease) {
    carried.add(world.reconciler().sync(lease, World.header("sync"), new Selection.Edited()));
  }

  /** Through reading (chances 1 to 4) and writing (from chance 5), early and late. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void an_edit_during_a_run_is_carried_at_once_and_not_undone_by_it(int chance) {
    drifted(1100);
    editedAtChance(chance, 1090);

    RunReport report = world.sync();

    assertThat(carried)
        .singleElement()
        .extracting(RunReport::outcome)
        .isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1090).canonical().contacts()).containsExactly(9L);
    assertThat(world.mirror.get(1090).edit()).isEmpty();
    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.written()).extracting(Change::deal).doesNotHaveDuplicates();
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void a_change_that_an_interlude_has_overtaken_is_skipped() {
    drifted(150);
    editedAtChance(4, 140);

    RunReport report = world.sync();

    assertThat(world.leases.run(report.run()).row(140).status()).isEqualTo(ChangeStatus.SKIPPED);
    assertThat(world.portal.rows(140).canonical().contacts()).containsExactly(9L);
    assertThat(report.applied().verified()).isEqualTo(149);
  }

  @Test
  void a_deal_that_was_edited_after_its_turn_is_carried_too() {
    drifted(150);
    editedAtChance(4, 3);

    world.sync();

    assertThat(world.portal.rows(3).canonical().contacts()).containsExactly(9L);
  }

  @Test
  void a_run_that_gives_way_reads_in_shorter_stretches() {
    drifted(1100);
    world.sync();
    assertThat(world.portal.readCalls().get(0)).hasSize(1100);

    World patient = new World();
    LongStream.rangeClosed(1, 1100)
        .forEach(
            deal -> {
              patient.portal.deal(deal, "7/10/Y");
              patient.mirror.want(deal, "7*");
            });
    patient.yieldPoint(lease -> false).sync();
    assertThat(patient.portal.readCalls()).extracting(List::size).containsExactly(500, 500, 100);
  }
}
