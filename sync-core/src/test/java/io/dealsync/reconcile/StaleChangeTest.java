package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.Outcome;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change is good only for the mirror that it was planned for. */
class StaleChangeTest {

  private final World world = new World();

  private static Stream<Named<Consumer<World>>> edits() {
    return Stream.of(
        Named.of("its links are put right", world -> world.mirror.want(1, "7* 8 9")),
        Named.of("its mode is another", world -> world.mirror.mode(1, Mode.ADD_ONLY)),
        Named.of("its policy is another", world -> world.mirror.policy(1, Policy.HOLD)),
        Named.of("the portal's policy is another", world -> world.policy(Policy.HOLD)));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void a_stored_plan_leaves_a_deal_alone_when(Consumer<World> edit) {
    cleared(1);
    cleared(2);
    world.mirror.policy(2, Policy.MIRROR_WINS);
    RunReport plan = world.plan();

    edit.accept(world);
    RunReport report = world.apply(plan.run());

    assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 8/20/N"));
    assertThat(world.portal.rows(2).isEmpty()).isTrue();
    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.leases.run(plan.run()).row(1).status()).isEqualTo(ChangeStatus.EDITED);
    assertThat(world.leases.run(plan.run()).row(2).status()).isEqualTo(ChangeStatus.VERIFIED);
  }

  @Test
  void a_long_run_leaves_a_deal_alone_that_is_put_right_before_its_turn() {
    for (long deal = 1; deal <= 250; deal++) {
      cleared(deal);
    }
    world.portal.watch(changes -> world.mirror.want(240, "7* 8 9"));

    RunReport report = world.sync();

    assertThat(world.portal.rows(240)).isEqualTo(Links.image("7/10/Y 8/20/N"));
    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(report.applied().edited()).isEqualTo(1);
    assertThat(report.applied().verified()).isEqualTo(249);
    assertThat(world.mirror.get(240).edit()).isPresent();
  }

  @Test
  void a_run_says_when_a_deal_that_it_made_equal_was_edited_meanwhile() {
    world.portal.deal(1, "7/10/Y").contacts(8, 9);
    world.mirror.want(1, "7* 8");
    world.portal.watch(changes -> world.mirror.want(1, "7* 8 9"));

    assertThat(world.sync().editedMeanwhile()).isTrue();
    world.portal.watch(changes -> {});
    assertThat(world.sync().editedMeanwhile()).isFalse();
  }

  @Test
  void an_edit_during_the_first_attempt_ends_the_change_with_what_the_portal_has() {
    world.portal.deal(1, "7/10/Y").contacts(8, 9);
    world.mirror.want(1, "7* 8").agreedOn(1, "7*");
    world.mirror.want(1, "7* 8");
    world.portal.watch(
        changes -> {
          world.portal.edit(1).add(9, false);
          world.mirror.want(1, "7*");
        });

    RunReport report = world.sync();

    assertThat(report.applied().edited()).isEqualTo(1);
    assertThat(world.leases.run(report.run()).row(1).outcome().orElseThrow())
        .isInstanceOfSatisfying(
            Outcome.Edited.class,
            edited -> assertThat(edited.after()).contains(world.portal.rows(1)));
  }

  private void cleared(long deal) {
    world.portal.deal(deal, "7/10/Y 8/20/N").contacts(9);
    world.mirror.want(deal, "").agreedOn(deal, "7* 8");
    world.mirror.want(deal, "");
  }
}
