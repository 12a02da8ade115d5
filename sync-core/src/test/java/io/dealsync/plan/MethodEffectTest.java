package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.Decider;
import io.dealsync.decide.Decision;
import io.dealsync.decide.Situation;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.LinkTable;
import io.dealsync.testing.Randoms;
import io.dealsync.testing.Seeds;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the portal makes of the chosen call, for thousands of random befores and targets. */
class MethodEffectTest {

  private static final int SEEDS = 10_000;

  @Test
  void by_order_the_effect_is_always_the_target() {
    Seeds.each(
        SEEDS,
        seed -> {
          Case given = new Case(seed);
          LinkImage after = effect(Comparison.ORDER, given.before, given.target);
          assertThat(confirmed(Comparison.ORDER, after, given.target))
              .as("%s to %s gave %s", given.before, given.target.links(), after)
              .isTrue();
        });
  }

  /** A second primary that keeps its wanted SORT can only be put right in two calls. */
  @Test
  void exactly_the_effect_is_the_target_after_one_call_or_after_two_for_a_second_primary() {
    Seeds.each(
        SEEDS,
        seed -> {
          Case given = new Case(seed);
          LinkImage once = effect(Comparison.EXACT, given.before, given.target);
          assertThat(once.wellFormed()).as("%s gave %s", given.before, once).isTrue();
          if (!confirmed(Comparison.EXACT, once, given.target)) {
            assertThat(given.before.primaries()).isGreaterThan(1);
            LinkImage twice = effect(Comparison.EXACT, once, given.target);
            assertThat(confirmed(Comparison.EXACT, twice, given.target))
                .as("%s to %s", given.before, given.target.links())
                .isTrue();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Comparison.class)
  void a_full_replace_is_sent_only_when_no_single_add_or_delete_would_do(Comparison comparison) {
    Seeds.each(
        SEEDS,
        seed -> {
          Case given = new Case(seed);
          Method method =
              new MethodChooser(comparison).choose(given.before, given.target, Mode.MIRROR);
          if (given.before.wellFormed()
              && method instanceof Method.ReplaceAll
              && !confirmed(comparison, given.before, given.target)) {
            assertThat(gentler(comparison, given))
                .as("%s to %s", given.before, given.target.links())
                .isEmpty();
          }
        });
  }

  @Test
  void add_only_keeps_every_row_and_adds_every_wanted_contact() {
    Decider decider = new Decider(Comparison.ORDER);
    Seeds.each(
        SEEDS,
        seed -> {
          Case given = new Case(seed);
          if (decider.decide(addOnly(given)) instanceof Decision.Push push) {
            LinkTable table = new LinkTable(given.before);
            FakePortal.takeEffect(
                new MethodChooser(Comparison.ORDER)
                    .choose(push.before(), push.target(), Mode.ADD_ONLY),
                table);
            LinkSet after = table.image().canonical();
            assertThat(after.contacts()).containsAll(given.target.contacts());
            assertThat(withoutFlags(table.image())).containsAll(withoutFlags(given.before));
            assertThat(after.contacts()).hasSameElementsAs(push.target().contacts());
          }
        });
  }

  private static Situation addOnly(Case given) {
    return new Situation(
        given.target,
        Optional.empty(),
        new Observation.Present(given.before, Instant.EPOCH),
        Mode.ADD_ONLY,
        Policy.MIRROR_WINS);
  }

  private static Set<String> withoutFlags(LinkImage image) {
    Set<String> rows = new HashSet<>();
    image.rows().forEach(row -> rows.add(row.contact() + "/" + row.sort()));
    return rows;
  }

  private static LinkImage effect(Comparison comparison, LinkImage before, LinkSet target) {
    LinkTable table = new LinkTable(before);
    FakePortal.takeEffect(new MethodChooser(comparison).choose(before, target, Mode.MIRROR), table);
    return table.image();
  }

  private static boolean confirmed(Comparison comparison, LinkImage after, LinkSet target) {
    return after.wellFormed() && comparison.same(target, after.canonical());
  }

  /** Tries every delete, and an add into every gap between the SORT values. */
  private static Optional<Method> gentler(Comparison comparison, Case given) {
    for (long contact = 1; contact <= Case.CONTACTS; contact++) {
      LinkTable removed = new LinkTable(given.before);
      if (removed.delete(contact) && confirmed(comparison, removed.image(), given.target)) {
        return Optional.of(new Method.Remove(contact));
      }
      for (int sort : given.gaps()) {
        for (boolean primary : new boolean[] {false, true}) {
          LinkTable added = new LinkTable(given.before);
          Link link = new Link(contact, sort, primary);
          if (given.free(comparison, sort)
              && added.add(link)
              && confirmed(comparison, added.image(), given.target)) {
            return Optional.of(new Method.Add(List.of(link)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private record Case(LinkImage before, LinkSet target) {

    static final long CONTACTS = 7;

    Case(long seed) {
      this(Seeds.random(seed));
    }

    private Case(Random random) {
      this(new Randoms(random, CONTACTS), random);
    }

    private Case(Randoms randoms, Random random) {
      this(randoms.image(), randoms, random.nextInt(4));
    }

    private Case(LinkImage before, Randoms randoms, int kind) {
      this(before, kind == 0 ? randoms.wanted() : randoms.edited(before.canonical()));
    }

    /** The first value of every gap, and the values that are wanted. */
    int[] gaps() {
      IntStream behindRows = before.rows().stream().mapToInt(row -> Math.max(0, row.sort()) + 1);
      IntStream wanted = target.links().stream().mapToInt(Link::sort);
      return IntStream.concat(IntStream.of(1), IntStream.concat(behindRows, wanted))
          .distinct()
          .toArray();
    }

    /** Equal SORT values are ordered by luck; a call that relies on it does not count. */
    boolean free(Comparison comparison, int sort) {
      return comparison == Comparison.EXACT
          || before.rows().stream().noneMatch(row -> row.sort() == sort);
    }
  }
}
