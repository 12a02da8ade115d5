package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A colleague edits a deal between its last reading and the call that overwrites it. */
class OverwrittenEditTest {

  private final World world = new World();

  @Test
  void under_mirror_wins_is_told_and_can_be_brought_back_by_undo() {
    RunReport report = overwriting(Policy.MIRROR_WINS, "1* 2", "2* 1");

    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1).canonical()).hasToString("2* 1");
    assertThat(evidence(report))
        .isEqualTo("A colleague's link of contact 251 was overwritten within the same second.");

    world.undo(report.run(), false);

    assertThat(world.portal.rows(1).canonical()).hasToString("1* 2 251");
  }

  @Test
  void under_merge_is_put_back_and_adopted() {
    RunReport report = overwriting(Policy.MERGE, "1* 2", "2* 1");

    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1).canonical().contacts()).containsExactlyInAnyOrder(1L, 2L, 251L);
    assertThat(world.mirror.get(1).desired().contacts()).containsExactlyInAnyOrder(1L, 2L, 251L);
    assertThat(world.portal.rows(1).canonical().primary()).isEqualTo(2);
    assertThat(evidence(report)).contains("251");
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void under_hold_is_put_back_and_left_to_a_person() {
    RunReport report = overwriting(Policy.HOLD, "1* 2", "2* 1");

    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.portal.rows(1).canonical()).hasToString("1* 2 251");
    assertThat(world.mirror.get(1).desired()).hasToString("2* 1");
    assertThat(world.mirror.get(1).base()).contains(Links.set("1* 2"));
    assertThat(world.mirror.holdOf(1).orElseThrow().reason()).isEqualTo(HoldReason.BOTH_CHANGED);
    assertThat(run(report).row(1).status()).isEqualTo(ChangeStatus.HELD);
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void a_deal_that_was_to_be_emptied_keeps_what_a_colleague_linked() {
    RunReport report = overwriting(Policy.MERGE, "1*", "");

    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1).canonical()).hasToString("251*");
    assertThat(world.mirror.get(1).desired()).hasToString("251*");
  }

  @Test
  void an_undo_puts_back_what_it_would_have_overwritten() {
    RunReport done = overwriting(Policy.MIRROR_WINS, "1* 2", "2* 1", false);
    colleague();

    RunReport undo = world.undo(done.run(), false);

    assertThat(undo.held()).isEqualTo(1);
    assertThat(world.portal.rows(1).canonical()).hasToString("2* 1 251");
  }

  @Test
  void a_link_that_is_only_added_or_taken_out_overwrites_nothing() {
    RunReport report = overwriting(Policy.MERGE, "1*", "1* 2");

    assertThat(run(report).evidence()).isEmpty();
    assertThat(world.portal.rows(1).canonical().contacts()).containsExactlyInAnyOrder(1L, 2L, 251L);
  }

  private RunReport overwriting(Policy policy, String agreed, String wanted) {
    return overwriting(policy, agreed, wanted, true);
  }

  private RunReport overwriting(Policy policy, String agreed, String wanted, boolean disturbed) {
    world.policy(policy);
    world.portal.deal(1, Links.set(agreed).asImage()).contacts(1, 2, 251);
    world.mirror.want(1, agreed).agreedOn(1, agreed);
    world.mirror.want(1, wanted);
    if (disturbed) {
      colleague();
    }
    return world.sync();
  }

  /** Links contact 251 once, immediately before the next write takes effect. */
  private void colleague() {
    AtomicBoolean done = new AtomicBoolean();
    world.portal.watch(
        changes -> {
          if (done.compareAndSet(false, true)) {
            world.portal.edit(1).add(251, false);
          }
        });
  }

  private FakeRun run(RunReport report) {
    return world.leases.run(report.run());
  }

  private String evidence(RunReport report) {
    return run(report).evidence().get(0).words();
  }
}
