package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Policy;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.Fault;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import org.junit.jupiter.api.Test;

/** What dealsync itself wrote is nobody's edit, whatever became of the writing of it. */
class OwnWritesTest {

  private final World world = new World().policy(Policy.MERGE);

  @Test
  void a_link_that_is_taken_back_while_its_write_travels_is_not_adopted_from_the_portal() {
    agreed("1*");
    world.mirror.want(1, "1* 250");
    world.portal.watch(
        changes -> {
          world.portal.edit(1).add(251, false);
          world.mirror.want(1, "1*");
        });

    world.sync();
    world.portal.watch(changes -> {});

    assertTakenBack(world.sync());
  }

  @Test
  void neither_is_one_whose_write_was_lost_after_its_effect() {
    agreed("1*");
    world.mirror.want(1, "1* 250");
    world.portal.fault(1, Fault.BREAKDOWN_AFTER_EFFECT);
    world.sync();

    world.portal.edit(1).add(251, false);
    world.mirror.want(1, "1*");

    assertTakenBack(world.sync());
  }

  @Test
  void neither_is_one_whose_writer_died() {
    agreed("1*");
    world.mirror.want(1, "1* 250");
    dieAfterWriting();

    world.portal.edit(1).add(251, false);
    world.mirror.want(1, "1*");

    assertTakenBack(world.sync());
  }

  @Test
  void neither_is_one_that_was_pushed_together_with_what_a_colleague_had_done() {
    agreed("1*");
    world.portal.edit(1).add(251, false);
    world.mirror.want(1, "1* 250");
    dieAfterWriting();

    world.mirror.want(1, "1*");

    assertTakenBack(world.sync());
  }

  @Test
  void an_unlinking_that_is_taken_back_while_its_write_travels_is_not_adopted() {
    agreed("1* 250");
    world.mirror.want(1, "1*");
    dieAfterWriting();

    world.portal.edit(1).add(251, false);
    world.mirror.want(1, "1* 250");

    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).desired().contacts()).containsExactlyInAnyOrder(1L, 250L, 251L);
    assertThat(world.portal.rows(1).canonical().contacts())
        .containsExactlyInAnyOrder(1L, 250L, 251L);
  }

  @Test
  void a_primary_that_is_set_back_while_its_write_travels_is_not_adopted() {
    agreed("1* 2");
    world.mirror.want(1, "1 2*");
    dieAfterWriting();

    world.portal.edit(1).add(251, false);
    world.mirror.want(1, "1* 2");

    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).desired()).hasToString("1* 2 251");
    assertThat(world.portal.rows(1).canonical()).hasToString("1* 2 251");
  }

  @Test
  void an_order_that_is_set_back_while_its_write_travels_is_not_adopted() {
    agreed("1* 2 3");
    world.mirror.want(1, "3 2 1*");
    dieAfterWriting();

    world.portal.edit(1).add(251, false);
    world.mirror.want(1, "1* 2 3");

    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).desired()).hasToString("1* 251 2 3");
    assertThat(world.portal.rows(1).canonical()).hasToString("1* 251 2 3");
  }

  @Test
  void a_write_that_had_no_effect_is_still_to_be_carried_out() {
    agreed("1*");
    world.mirror.want(1, "1* 250");
    world.portal.fault(1, Fault.BREAKDOWN_BEFORE_EFFECT);
    world.sync();

    world.portal.edit(1).add(251, false);

    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).desired().contacts()).containsExactlyInAnyOrder(1L, 250L, 251L);
    assertThat(world.portal.rows(1).canonical().contacts())
        .containsExactlyInAnyOrder(1L, 250L, 251L);
  }

  private void assertTakenBack(RunReport report) {
    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).desired()).hasToString("1* 251");
    assertThat(world.portal.rows(1).canonical()).hasToString("1* 251");
  }

  private void agreed(String links) {
    world.portal.deal(1, Links.set(links).asImage()).contacts(250, 251);
    world.mirror.want(1, links).agreedOn(1, links);
  }

  /** The process ends with the write: nothing is recorded after its intent. */
  private void dieAfterWriting() {
    world.portal.watch(changes -> world.leases.dieAfter(0));
    try {
      world.sync();
    } catch (FakeLeases.Killed death) {
      world.leases.dieAfter(Integer.MAX_VALUE);
    }
    world.portal.watch(changes -> {});
    world.leases.releaseAll();
  }
}
