package io.dealsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Outcome;
import io.dealsync.link.Comparison;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.testing.Changes;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecheckTest {

  private static final Instant PLANNED = Instant.EPOCH;
  private static final Instant NOW = PLANNED.plusSeconds(90);

  private final Recheck recheck = new Recheck(Comparison.ORDER);

  @Test
  void a_portal_that_has_not_moved_gives_the_same_change_seen_now() {
    Change planned = Changes.mirror(1, "7/10/Y", "7* 8", PLANNED);
    assertThat(recheck(planned, present("7/10/Y")))
        .isEqualTo(new Recheck.Result.Go(Changes.mirror(1, "7/10/Y", "7* 8", NOW)));
  }

  @Test
  void a_moved_portal_gets_the_call_that_fits_it_now() {
    Recheck.Result.Go go =
        (Recheck.Result.Go)
            recheck(Changes.mirror(1, "7/10/Y", "7* 8", PLANNED), present("7/10/Y 8/20/N 9/30/N"));
    assertThat(go.change().method()).isEqualTo(new Method.Remove(9));
    assertThat(go.change().before()).isEqualTo(Links.image("7/10/Y 8/20/N 9/30/N"));
    assertThat(go.change().observedAt()).isEqualTo(NOW);
  }

  @Test
  void policy_hold_takes_what_the_plan_saw_as_base() {
    Change planned = Changes.change(1, Mode.MIRROR, Policy.HOLD, "7/10/Y", "7* 8", PLANNED);
    assertThat(ended(planned, present("9/10/Y")))
        .isEqualTo(
            new Outcome.Held(
                HoldReason.BOTH_CHANGED,
                "Both sides changed since 7*: mirror has 7* 8, portal has 9*"));
    assertThat(recheck(planned, present("7/77/Y"))).isInstanceOf(Recheck.Result.Go.class);
  }

  @Test
  void what_the_portal_left_half_done_is_no_edit_of_somebody_else() {
    for (Policy policy : Policy.values()) {
      Change planned =
          Changes.change(1, Mode.MIRROR, policy, "7/10/Y 8/20/N 9/30/N", "6* 9 8", PLANNED);
      Recheck.Result.Go go = (Recheck.Result.Go) recheck(planned, present("8/20/N 9/30/N"));
      assertThat(go.change().before()).isEqualTo(Links.image("8/20/N 9/30/N"));
      assertThat(go.change().target()).isEqualTo(Links.set("6* 9 8"));
    }
  }

  @Test
  void a_deal_that_is_as_wanted_by_now_needs_nothing() {
    Change planned = Changes.mirror(1, "7/10/Y", "7* 8", PLANNED);
    assertThat(ended(planned, present("7/1/Y 8/2/N")))
        .isEqualTo(new Outcome.Needless(Links.image("7/1/Y 8/2/N")));
  }

  @Test
  void half_a_repair_is_enough_unless_sort_is_compared() {
    Change planned = Changes.mirror(1, "7/3/Y 8/4/Y", "7* 8", PLANNED);
    Observation now = present("7/3/Y 8/4/N");
    assertThat(planned.isHalfRepaired(Links.image("7/3/Y 8/4/N"))).isTrue();

    assertThat(ended(planned, now)).isEqualTo(new Outcome.Needless(Links.image("7/3/Y 8/4/N")));

    Recheck.Result.Go go =
        (Recheck.Result.Go)
            new Recheck(Comparison.EXACT)
                .planned(planned, now, Changes.approved(World.NO_LIMITS, 1, List.of(planned)));
    assertThat(go.change().target()).isEqualTo(Links.set("7* 8"));
    assertThat(go.change().before()).isEqualTo(Links.image("7/3/Y 8/4/N"));
  }

  @Test
  void a_deal_that_is_gone_or_hidden_is_held() {
    Change planned = Changes.mirror(1, "7/10/Y", "7* 8", PLANNED);
    assertThat(ended(planned, new Observation.Missing(NOW)))
        .isInstanceOfSatisfying(
            Outcome.Held.class,
            held -> assertThat(held.reason()).isEqualTo(HoldReason.DEAL_MISSING));
    assertThat(ended(planned, new Observation.Denied("no", NOW)))
        .isInstanceOfSatisfying(
            Outcome.Held.class,
            held -> assertThat(held.reason()).isEqualTo(HoldReason.DEAL_DENIED));
  }

  @Test
  void an_unreadable_deal_fails() {
    assertThat(
            ended(
                Changes.mirror(1, "7/10/Y", "7* 8", PLANNED),
                new Observation.Unreadable("half", NOW)))
        .isEqualTo(new Outcome.Failed("The deal could not be read: half"));
  }

  @Test
  void a_paused_deal_is_not_touched() {
    Change planned = Changes.change(1, Mode.PAUSED, Policy.MIRROR_WINS, "7/10/Y", "7* 8", PLANNED);
    assertThat(ended(planned, present("9/10/Y")))
        .isEqualTo(new Outcome.Failed("The deal is paused."));
  }

  @Test
  void an_add_only_deal_keeps_what_people_did_meanwhile() {
    Change planned =
        Changes.change(
            1, Mode.ADD_ONLY, Policy.HOLD, "7/10/Y 9/20/N", "7/10/Y 9/20/N 8/30/N", PLANNED);
    Recheck.Result.Go go = (Recheck.Result.Go) recheck(planned, present("9/20/Y 6/40/N"));
    assertThat(go.change().target()).isEqualTo(Links.set("9/20/Y 6/40/N 8/50/N"));
    assertThat(go.change().method()).isEqualTo(new Method.Add(List.of(Links.row("8/50/N"))));
  }

  private Outcome ended(Change planned, Observation now) {
    return ((Recheck.Result.End) recheck(planned, now)).outcome();
  }

  private Recheck.Result recheck(Change planned, Observation now) {
    return recheck.planned(planned, now, Changes.approved(World.NO_LIMITS, 1, List.of(planned)));
  }

  private static Observation present(String rows) {
    return new Observation.Present(Links.image(rows), NOW);
  }
}
