package io.dealsync.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.FirstSight;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.observe.Observation;
import io.dealsync.testing.Links;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeciderTest {

  private static final Instant NOW = Instant.EPOCH;

  private final Decider decider = new Decider(Comparison.ORDER);

  /** The decision table; a dash stands for "never agreed before". */
  @ParameterizedTest(name = "{0}: base {1}, desired {2}, portal {3}")
  @CsvSource({
    "same and same,            7* 8, 7* 8,   7* 8,   in sync, in sync, in sync",
    "mirror changed,           7* 8, 7* 8 9, 7* 8,   push,    push, push",
    "portal changed,           7* 8, 7* 8,   7*,     push,    portal-changed, adopt",
    "both changed,             7* 8, 7* 8 9, 7*,     push,    both-changed, push and adopt",
    "both changed to the same, 7* 8, 7*,     7*,     in sync, in sync, in sync",
    "first sight equal,        -,    7*,     7*,     in sync, in sync, in sync",
    "first sight different,    -,    7*,     8*,     push,    first-sight, push and adopt",
    "first sight empty portal, -,    7*,     '',     push,    first-sight, push",
    "primary moved on portal,  7* 8, 7* 8,   7 8*,   push,    portal-changed, adopt",
    "order moved on portal,    7* 8, 7* 8,   8 7*,   push,    portal-changed, adopt",
    "emptied mirror,           7* 8, '',     7* 8,   push,    push, push",
    "emptied portal,           7* 8, 7* 8,   '',     push,    portal-changed, adopt",
  })
  void decides_by_the_table(
      String situation,
      String base,
      String desired,
      String portal,
      String mirrorWins,
      String hold,
      String merge) {
    assertThat(word(decide(base, desired, portal, Policy.MIRROR_WINS))).isEqualTo(mirrorWins);
    assertThat(word(decide(base, desired, portal, Policy.HOLD))).isEqualTo(hold);
    assertThat(word(decide(base, desired, portal, Policy.MERGE))).isEqualTo(merge);
  }

  @Test
  void a_push_carries_the_exact_image_and_the_desired_set() {
    assertThat(mirror("7* 8", "8/5/Y"))
        .isEqualTo(new Decision.Push(Links.image("8/5/Y"), Links.set("7* 8")));
  }

  @Test
  void a_hold_says_what_both_sides_have() {
    assertThat(detail(decide("7*", "8*", "9*", Policy.HOLD)))
        .isEqualTo("Both sides changed since 7*: mirror has 8*, portal has 9*");
    assertThat(detail(decide("7*", "7*", "9*", Policy.HOLD)))
        .isEqualTo("The portal was changed from 7* to 9*");
    assertThat(detail(decide("-", "7*", "9*", Policy.HOLD)))
        .isEqualTo("The sides differ and never agreed before: mirror has 7*, portal has 9*");
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void damage_is_repaired_under_every_policy(Policy policy) {
    Decision decision =
        decider.decide(
            new Situation(
                Links.set("7* 8"),
                Optional.of(Links.set("7* 8")),
                present("7/10/Y 8/20/Y"),
                Mode.MIRROR,
                policy));
    assertThat(decision)
        .isEqualTo(new Decision.Push(Links.image("7/10/Y 8/20/Y"), Links.set("7* 8")));
  }

  @Test
  void sort_values_count_only_when_compared_exactly() {
    assertThat(mirror("7* 8", "7/1/Y 8/2/N")).isInstanceOf(Decision.InSync.class);
    Situation situation = situation("7* 8", present("7/1/Y 8/2/N"), Mode.MIRROR);
    assertThat(new Decider(Comparison.EXACT).decide(situation)).isInstanceOf(Decision.Push.class);
  }

  @ParameterizedTest(name = "base {0}, desired {1}, portal {2}")
  @CsvSource({
    "7/10/Y 8/20/N, 7/10/Y 8/30/N, 7/10/Y 8/20/N, 7/10/Y 8/30/N, push",
    "7/10/Y 8/20/N, 7/10/Y 8/20/N, 7/10/Y 8/30/N, 7/10/Y 8/30/N, adopt",
    "7/10/Y 8/20/N, 7/10/Y 8/20/N, 7/0/Y 8/30/N,  7/10/Y 8/20/N, push", // 0 cannot be wanted
    "7/10/Y 8/20/N, 7/10/Y 8/20/N, 7/0/Y 9/30/N,  7/10/Y 9/20/N, push and adopt",
    "7/10/Y 8/20/N, 7/10/Y 8/15/N, 7/10/Y 8/20/N 9/30/N, 7/10/Y 8/15/N 9/30/N, push and adopt",
    "7/10/Y 8/20/N, 7/10/Y 8/15/N, 7/12/Y 8/20/N, 7/12/Y 8/15/N, push and adopt",
    "7/10/Y 8/20/N, 7/10/Y 8/15/N, 7/12/Y 8/15/N, 7/12/Y 8/15/N, adopt",
    "7/10/Y 8/20/N, 7/10/Y 8/15/N, 7/0/Y 8/20/N,  7/10/Y 8/15/N, push", // 0 is nobody's wish
    "7/0/Y 8/20/N,  7/10/Y 8/20/N, 7/0/Y 8/20/N 9/30/N, 7/10/Y 8/20/N 9/30/N, push and adopt",
  })
  void merging_keeps_sort_values_where_they_are_compared(
      String base, String desired, String portal, String result, String word) {
    Decision decision =
        new Decider(Comparison.EXACT)
            .decide(
                new Situation(
                    Links.set(desired),
                    Optional.of(Links.set(base)),
                    present(portal),
                    Mode.MIRROR,
                    Policy.MERGE));
    assertThat(word(decision)).isEqualTo(word);
    assertThat(
            switch (decision) {
              case Decision.Push push -> push.target();
              case Decision.Adopt adopt -> adopt.desired();
              case Decision other -> throw new AssertionError(other);
            })
        .isEqualTo(Links.set(result));
  }

  @ParameterizedTest(name = "desired {0}, portal {1}")
  @CsvSource({"7/10/Y 8/15/N, 7/10/Y 8/16/N", "7/10/Y 8/15/N, 7/10/Y", "7/10/Y, 7/10/Y 8/15/N"})
  void two_different_edits_of_one_sort_value_are_a_conflict(String desired, String portal) {
    Situation situation =
        new Situation(
            Links.set(desired),
            Optional.of(Links.set("7/10/Y 8/20/N")),
            present(portal),
            Mode.MIRROR,
            Policy.MERGE);
    assertThat(new Decider(Comparison.EXACT).decide(situation))
        .isEqualTo(
            new Decision.Hold(
                HoldReason.CONFLICT,
                "Both sides changed the link of contact 8 differently: mirror has %s, portal has %s, agreed was 7/10/Y 8/20/N"
                    .formatted(desired, portal)));
  }

  @Test
  void merging_adopts_what_is_left_of_damage_together_with_its_repair() {
    Decision decision =
        decider.decide(
            new Situation(
                Links.set("7* 8"),
                Optional.of(Links.set("7* 8")),
                present("7/10/Y 8/20/Y 9/30/N"),
                Mode.MIRROR,
                Policy.MERGE));
    assertThat(word(decision)).isEqualTo("push and adopt");
  }

  @Test
  void merging_holds_a_contradiction() {
    assertThat(detail(decide("7* 8 9", "7 8* 9", "7 8 9*", Policy.MERGE)))
        .isEqualTo("Both sides chose another primary: mirror has 8, portal has 9, agreed was 7");
  }

  @Test
  void a_missing_deal_is_held() {
    assertThat(decide(new Observation.Missing(NOW)))
        .isEqualTo(
            new Decision.Hold(HoldReason.DEAL_MISSING, "The deal does not exist on the portal."));
  }

  @Test
  void a_denied_deal_is_held_with_the_portals_words() {
    assertThat(decide(new Observation.Denied("Access denied!", NOW)))
        .isEqualTo(
            new Decision.Hold(
                HoldReason.DEAL_DENIED, "The portal does not let us see the deal: Access denied!"));
  }

  @Test
  void an_unreadable_deal_fails() {
    assertThat(decide(new Observation.Unreadable("half a row", NOW)))
        .isEqualTo(new Decision.Fail("The deal could not be read: half a row"));
  }

  @Test
  void a_paused_deal_is_left_alone_even_when_missing() {
    assertThat(decider.decide(situation("7*", new Observation.Missing(NOW), Mode.PAUSED)))
        .isEqualTo(new Decision.Leave());
  }

  @ParameterizedTest(name = "desired {0}, portal {1} -> {2}")
  @CsvSource({
    "7* 8,   8/10/Y,          8/10/Y 7/20/N",
    "7* 8,   9/0/Y,           9/0/Y 7/10/N 8/20/N",
    "7* 8,   9/-40/Y,         9/-40/Y 7/10/N 8/20/N",
    "7 8*,   '',              7/10/N 8/20/Y",
    "8*,     7/10/Y 9/20/Y,   7/10/Y 9/20/N 8/30/N",
  })
  void add_only_appends_what_is_missing(String desired, String portal, String target) {
    assertThat(ensure(desired, portal))
        .isEqualTo(new Decision.Push(Links.image(portal), Links.set(target)));
  }

  @ParameterizedTest(name = "desired {0}, portal {1}")
  @CsvSource({"7*, 9/10/Y 7/20/N", "'', 9/10/Y", "'', ''", "7* 8, 8/10/Y 7/20/Y"})
  void add_only_is_in_sync_when_nothing_is_missing(String desired, String portal) {
    assertThat(ensure(desired, portal)).isEqualTo(new Decision.InSync(Links.image(portal)));
  }

  @Test
  void add_only_appends_behind_the_largest_sort_value() {
    assertThat(ensure("7*", "9/2147483640/Y"))
        .isEqualTo(
            new Decision.Push(
                Links.image("9/2147483640/Y"), Links.set("9/2147483640/Y 7/2147483647/N")));
  }

  @Test
  void the_deals_own_policy_goes_before_the_default() {
    assertThat(policyOf(Optional.of(Policy.HOLD))).isEqualTo(Policy.HOLD);
    assertThat(policyOf(Optional.empty())).isEqualTo(Policy.MERGE);
  }

  @Test
  void a_hold_reason_has_a_code_for_people() {
    assertThat(HoldReason.CONTACT_MISSING.code()).isEqualTo("contact-missing");
  }

  private static Policy policyOf(Optional<Policy> own) {
    MirrorDeal deal =
        new MirrorDeal(
            1,
            Mode.ADD_ONLY,
            own,
            Links.set("7*"),
            Optional.of(Links.set("8*")),
            OptionalLong.empty(),
            false);
    Situation situation = Situation.of(deal, present("9/10/Y"), Policy.MERGE, FirstSight.ADD_FIRST);
    assertThat(situation.desired()).isEqualTo(Links.set("7*"));
    assertThat(situation.base()).contains(Links.set("8*"));
    assertThat(situation.mode()).isEqualTo(Mode.ADD_ONLY);
    return situation.policy();
  }

  private Decision decide(String base, String desired, String portal, Policy policy) {
    return decider.decide(
        new Situation(
            Links.set(desired),
            base.equals("-") ? Optional.empty() : Optional.of(Links.set(base)),
            new Observation.Present(Links.set(portal).asImage(), NOW),
            Mode.MIRROR,
            policy));
  }

  private Decision decide(Observation observation) {
    return decider.decide(situation("7*", observation, Mode.MIRROR));
  }

  private Decision mirror(String desired, String portal) {
    return decider.decide(situation(desired, present(portal), Mode.MIRROR));
  }

  private Decision ensure(String desired, String portal) {
    return decider.decide(situation(desired, present(portal), Mode.ADD_ONLY));
  }

  private static Situation situation(String desired, Observation observation, Mode mode) {
    return new Situation(
        Links.set(desired), Optional.empty(), observation, mode, Policy.MIRROR_WINS);
  }

  private static Observation present(String rows) {
    return new Observation.Present(Links.image(rows), NOW);
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Decision.InSync ignored -> "in sync";
      case Decision.Push push -> push.adopt().isPresent() ? "push and adopt" : "push";
      case Decision.Add ignored -> "add";
      case Decision.Adopt ignored -> "adopt";
      case Decision.Hold hold -> hold.reason().code();
      case Decision.Fail ignored -> "fail";
      case Decision.Leave ignored -> "leave";
    };
  }

  private static String detail(Decision decision) {
    return ((Decision.Hold) decision).detail();
  }
}
