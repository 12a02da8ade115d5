package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Selection;
import io.dealsync.journal.HeldDeal;
import io.dealsync.link.Comparison;
import io.dealsync.portal.IdLookup;
import io.dealsync.run.SieveSettings;
import io.dealsync.testing.Links;
import io.dealsync.testing.Phases;
import io.dealsync.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SieveTest {

  private static final int MANY = 250;

  /** What fits into a request with the handshake and the list of {@link #MANY} deals. */
  private static final int SAMPLE = 50 - 2 - MANY / 50;

  private final World world = new World().sieve(SieveSettings.DEFAULT);
  private final Map<Integer, Runnable> onCall = new HashMap<>();
  private final AtomicInteger calls = new AtomicInteger();

  @BeforeEach
  void many_deals_in_sync() {
    inSyncUpTo(MANY);
  }

  @Test
  void deals_that_look_as_desired_are_not_read() {
    world.portal.deal(100, "8/10/Y");
    world.portal.contacts(7);
    RunReport report = world.sync();
    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(report.note()).isEmpty();
    assertThat(report.plan().orElseThrow().inSync()).isEqualTo(MANY - 1);
    assertThat(report.plan().orElseThrow().observedLinks()).isEqualTo(2 * MANY - 1);
    assertThat(report.plan().orElseThrow().desiredLinks()).isEqualTo(2 * MANY);
    assertThat(world.portal.readCalls()).hasSize(2); // the sample and the suspect
    assertThat(world.portal.readCalls().get(0)).hasSize(SAMPLE);
    assertThat(world.portal.readCalls().get(1)).containsExactly(100L);
    assertThat(world.portal.rows(100).canonical()).hasToString("7* 8");
  }

  @Test
  void suspects_of_a_page_ride_with_the_next_one() {
    inSyncUpTo(2600);
    world.portal.deal(100, "8/10/Y").deal(1450, "7/10/Y");
    world.portal.contacts(7, 8);
    Phases phases = new Phases();
    RunReport report = world.progress(phases).plan();
    assertThat(report.plan().orElseThrow().changes()).isEqualTo(2);
    assertThat(report.plan().orElseThrow().considered()).isEqualTo(2600);
    assertThat(world.portal.asked().get(0).listed()).hasSize(1400);
    assertThat(world.portal.asked().get(1).listed()).hasSize(1200);
    assertThat(world.portal.asked().get(1).read()).containsExactly(100L);
    assertThat(world.portal.asked().get(1).sought()).isEqualTo(new IdLookup(Set.of(), Set.of(7L)));
    assertThat(world.portal.asked().get(2).read()).containsExactly(1450L);
    assertThat(world.portal.lookUps()).isEmpty();
    assertThat(phases.told()).containsExactly("READ 2600 +1379 +1199 +21 +1");
  }

  @Test
  void the_rest_of_the_sample_is_read_with_the_suspects_where_one_request_lists_all_deals() {
    inSyncUpTo(1500);
    world.portal.deal(20, "8/10/Y").deal(1450, "7/10/Y");
    world.portal.contacts(7, 8);
    RunReport report = world.sync();
    assertThat(world.portal.asked().get(0).listed()).hasSize(1500);
    assertThat(world.portal.asked().get(0).read()).hasSize(50 - 1 - 1500 / 50);
    assertThat(world.portal.asked().get(1).listed()).isEmpty();
    assertThat(world.portal.asked().get(1).read()).containsExactly(20L, 1450L);
    assertThat(world.portal.asked().get(1).sought())
        .isEqualTo(new IdLookup(Set.of(), Set.of(7L, 8L)));
    assertThat(world.portal.asked()).hasSize(2);
    assertThat(world.portal.lookUps()).isEmpty();
    assertThat(report.applied().verified()).isEqualTo(2);
    assertThat(report.plan().orElseThrow().inSync()).isEqualTo(1498);
  }

  @Test
  void a_rest_of_the_sample_that_contradicts_the_list_is_noticed() {
    inSyncUpTo(1500);
    world.portal.deal(20, "7/10/Y 8/20/N");
    world.portal.makeListLieAbout(20);
    RunReport report = world.plan();
    assertThat(report.note()).contains("deal 20");
    assertThat(report.plan().orElseThrow().inSync()).isEqualTo(1500);
    assertThat(world.portal.asked().stream().mapToInt(asked -> asked.read().size()).sum())
        .isEqualTo(1500 + 1);
  }

  @Test
  void suspects_that_the_list_contradicts_are_no_proof_against_it() {
    inSyncUpTo(1500);
    world.portal.makeListLieAbout(700);
    RunReport report = world.plan();
    assertThat(report.note()).isEmpty();
    assertThat(report.plan().orElseThrow().inSync()).isEqualTo(1500);
  }

  @Test
  void as_many_suspects_are_read_beside_the_rest_of_the_sample_as_there_is_room_for() {
    inSyncUpTo(1500);
    for (long deal = 101; deal <= 200; deal++) {
      world.portal.deal(deal, "8/10/Y");
    }
    world.portal.contacts(7);
    world.plan();
    assertThat(world.portal.asked().get(1).read()).hasSize(48);
    assertThat(world.portal.asked().get(2).read()).hasSize(100 - 47);
    assertThat(world.portal.asked()).hasSize(3);
  }

  @Test
  void deals_that_the_portal_does_not_show_prove_nothing() {
    for (long deal = 1; deal <= SAMPLE; deal++) {
      world.portal.deleteDeal(deal);
    }
    RunReport report = world.plan();
    assertThat(report.note())
        .startsWith(
            "The portal shows only 0 of the %d deals that were to prove its list"
                .formatted(SAMPLE));
    assertThat(report.plan().orElseThrow().inSync()).isEqualTo(MANY - SAMPLE);
  }

  @Test
  void some_missing_deals_in_the_sample_do_not_cost_the_list_its_trust() {
    for (long deal = 1; deal <= 20; deal++) {
      world.portal.deleteDeal(deal);
    }
    assertThat(world.plan().note()).isEmpty();
  }

  @Test
  void links_of_equal_sort_in_another_order_do_not_discredit_the_list() {
    world.mirror.want(30, "7* 8").agreedOn(30, "7* 8");
    world.portal.deal(30, "7/10/Y 8/10/N");
    world.portal.listInReverse(30);
    assertThat(world.plan().note()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 47", "50, 47", "51, 46", "2350, 1", "2351, 0", "2500, 0", "2501, 47", "5000, 0"})
  void as_many_ride_as_the_last_request_has_room_for(int listed, int riders) {
    assertThat(Sieve.roomBeside(listed)).isEqualTo(riders);
  }

  @Test
  void deals_that_look_as_desired_become_the_base_when_that_is_news() {
    world.mirror.want(60, "7* 8").want(61, "7* 8").agreedOn(61, "7*");
    world.mirror.agreedOn(62, "7* 8");
    assertThat(world.plan().plan().orElseThrow().baseLinks()).isEqualTo(3);
    assertThat(world.mirror.get(60).base()).contains(Links.set("7* 8"));
    assertThat(world.mirror.get(60).edit()).isEmpty();
    assertThat(world.mirror.get(61).base()).contains(Links.set("7* 8"));
  }

  @Test
  void what_proved_the_list_is_not_read_again() {
    world.portal.deal(5, "8/10/Y").contacts(7);
    RunReport report = world.sync();
    assertThat(world.portal.readCalls().get(0)).contains(5L);
    assertThat(world.portal.readCalls()).hasSize(1);
    assertThat(report.applied().verified()).isEqualTo(1);
    assertThat(world.mirror.get(6).standing().readAt()).contains(world.clock.instant());
  }

  @Test
  void a_look_up_for_what_proved_the_list_shares_the_request_of_the_others() {
    world.portal.deal(5, "8/10/Y").deal(100, "8/10/Y").contacts(7);
    world.sync();
    assertThat(world.portal.asked().get(1).read()).containsExactly(100L);
    assertThat(world.portal.asked().get(1).sought()).isEqualTo(new IdLookup(Set.of(), Set.of(7L)));
    assertThat(world.portal.lookUps()).isEmpty();
  }

  @Test
  void a_deal_that_the_list_cut_off_is_read() {
    world.portal.cutOff(100).cutOff(101);
    world.mirror.mode(101, Mode.ADD_ONLY).want(101, "7*");
    RunReport report = world.plan();
    assertThat(world.portal.readCalls().get(1)).containsExactly(100L, 101L);
    assertThat(report.plan().orElseThrow().inSync()).isEqualTo(MANY);
  }

  @Test
  void a_second_run_records_no_agreement_again() {
    world.plan();
    world.leases.dieAfter(5); // open, open intents, observed sample, totals, finish
    assertThat(world.plan().outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void progress_counts_cleared_deals() {
    Phases phases = new Phases();
    world.portal.deal(100, "8/10/Y");
    world.progress(phases).plan();
    assertThat(phases.told()).containsExactly("READ 250 +206 +44");
  }

  @Test
  void only_deals_that_the_list_does_not_show_are_looked_up_before_they_are_changed() {
    world.portal.deal(100, "8/10/Y").deal(101, "7/10/Y 8/20/N 9/30/N").makeTemplate(101);
    world.mirror.want(102, "7*");
    RunReport report = world.sync();
    assertThat(world.portal.lookUps()).extracting(IdLookup::deals).containsExactly(Set.of(101L));
    assertThat(world.portal.misdeeds()).isEmpty();
    assertThat(world.mirror.holdOf(101).map(HeldDeal::reason)).contains(HoldReason.DEAL_TEMPLATE);
    assertThat(report.applied().verified()).isEqualTo(2);
  }

  @Test
  void a_deal_whose_turn_to_be_read_has_come_was_not_listed() {
    world.mirror.readAt(100, Instant.EPOCH).want(100, "7*");
    world.portal.makeTemplate(100);
    world.sync();
    assertThat(world.mirror.holdOf(100).map(HeldDeal::reason)).contains(HoldReason.DEAL_TEMPLATE);
  }

  @Test
  void an_add_only_deal_is_clear_when_every_wanted_contact_is_there() {
    world.mirror.mode(60, Mode.ADD_ONLY).mode(61, Mode.ADD_ONLY);
    world.portal.deal(60, "8/10/Y 7/20/N 9/30/N").deal(61, "8/10/Y");
    world.plan();
    assertThat(world.portal.readCalls().get(1)).containsExactly(61L);
  }

  @Test
  void deals_that_are_not_listed_are_read() {
    world.portal.deleteDeal(100);
    RunReport report = world.plan();
    assertThat(world.portal.readCalls().get(1)).containsExactly(100L);
    assertThat(report.held()).isEqualTo(1);
  }

  @Test
  void the_first_page_fills_the_request_by_which_the_list_proves_itself() {
    inSyncUpTo(10_001);
    world.plan();
    assertThat(world.mirror.pages()).containsExactly("0+1400", "1400+10000");
  }

  @Nested
  class is_not_used {

    @Test
    void when_it_is_switched_off() {
      world.sieve(SieveSettings.OFF).plan();
      everythingWasRead();
    }

    @Test
    void when_sort_values_are_compared() {
      world.comparing(Comparison.EXACT).plan();
      everythingWasRead();
    }

    @Test
    void for_few_deals() {
      for (long deal = SieveSettings.DEFAULT.from(); deal <= MANY; deal++) {
        world.mirror.forget(deal);
      }
      world.plan();
      assertThat(world.portal.readCalls()).hasSize(1);
      assertThat(world.portal.readCalls().get(0)).hasSize(SieveSettings.DEFAULT.from() - 1);
    }

    @Test
    void for_a_selection() {
      world.plan(new Selection.Edited());
      everythingWasRead();
    }

    @Test
    void when_the_portal_refuses_the_list() {
      world.portal.forbidList();
      RunReport report = world.plan();
      assertThat(report.note())
          .isEqualTo(
              "The portal does not let us list deals (Access denied.); every deal was read one by"
                  + " one.");
      assertThat(world.portal.readCalls()).hasSize(2); // the sample, the rest
      assertThat(world.portal.readCalls().get(1)).hasSize(MANY - SAMPLE);
    }

    @Test
    void when_it_contradicts_the_deals_themselves() {
      world.portal.makeListLie();
      RunReport report = world.plan();
      assertThat(report.note())
          .matches(
              "The portal's list contradicts the deals themselves \\(deal \\d+, for one\\); every"
                  + " deal was read one by one\\.");
      assertThat(world.portal.readCalls()).hasSize(3); // the sample, its doubtful ones, the rest
      assertThat(world.portal.readCalls().get(2)).hasSize(MANY - SAMPLE);
    }

    private void everythingWasRead() {
      assertThat(world.portal.readCalls()).hasSize(1);
      assertThat(world.portal.readCalls().get(0)).hasSize(MANY);
    }
  }

  @Nested
  class stays_in_use {

    @ParameterizedTest
    @CsvSource({"20, 1400", "47, 50", "48, 2500", "49, 2450"})
    void with_as_many_deals_as_there_is_room_for_beside_the_sample(int sample, int deals) {
      Sieve sieve = new Sieve(world.portal, world.settings(), world.clock);
      sieve.proveBy(world.mirror.sample(sample), 10_000);
      assertThat(sieve.page()).isEqualTo(deals);
    }

    @ParameterizedTest
    @CsvSource({"1401, 2450", "2450, 2450", "2451, 1400"})
    void with_all_deals_where_one_request_lists_them(long managed, int deals) {
      Sieve sieve = new Sieve(world.portal, world.settings(), world.clock);
      sieve.proveBy(world.mirror.sample(20), managed);
      assertThat(sieve.page()).isEqualTo(deals);
    }

    @ParameterizedTest
    @CsvSource({"50, 47", "60, 46", "1400, 20", "1401, 20", "1000000, 20"})
    void with_a_sample_that_fills_the_request_that_lists_all_deals(long deals, int sample) {
      Sieve sieve = new Sieve(world.portal, world.settings(), world.clock);
      assertThat(sieve.sample(deals)).isEqualTo(sample);
    }

    @Test
    void when_a_deal_of_the_sample_was_edited_between_the_two_readings() {
      onCall(2, () -> world.portal.edit(5).delete(8)); // list, read
      RunReport report = world.plan();
      assertThat(report.note()).isEmpty();
      assertThat(report.plan().orElseThrow().changes()).isEqualTo(1);
    }

    @Test
    void for_as_many_deals_as_no_single_request_reads() {
      for (long deal = SieveSettings.DEFAULT.from() + 1; deal <= MANY; deal++) {
        world.mirror.forget(deal);
      }
      world.plan();
      assertThat(world.portal.asked().get(0).listed()).hasSize(SieveSettings.DEFAULT.from());
    }

    @Test
    void when_a_deal_of_the_sample_was_edited_again_before_the_second_reading() {
      world.portal.contacts(7, 8);
      onCall(2, () -> world.portal.edit(5).delete(8)); // list, read
      onCall(3, () -> world.portal.deal(5, "9/10/Y")); // list, read, list
      RunReport report = world.plan();
      assertThat(report.note()).isEmpty();
      assertThat(report.plan().orElseThrow().removedLinks()).isEqualTo(1);
    }

    @Test
    void when_a_deal_of_the_sample_was_cut_off() {
      world.portal.cutOff(5);
      RunReport report = world.plan();
      assertThat(report.note()).isEmpty();
      assertThat(world.portal.readCalls()).hasSize(1);
    }

    @Test
    void when_a_deal_of_the_sample_was_deleted_between_the_two_readings() {
      world.portal.missingDealsAnswerNotFound();
      onCall(2, () -> world.portal.deleteDeal(5)); // list, read
      RunReport report = world.plan();
      assertThat(report.note()).isEmpty();
      assertThat(report.held()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void when_deals_of_the_sample_are_gone_hidden_empty_or_unreadable(boolean lenient) {
      if (!lenient) {
        world.portal.missingDealsAnswerNotFound();
      }
      world.portal.deleteDeal(1);
      world.portal.deny(2);
      world.portal.deal(3, "").garble(4);
      RunReport report = world.plan();
      assertThat(report.note()).isEmpty();
      assertThat(report.held()).isEqualTo(2);
      assertThat(world.portal.readCalls().get(1))
          .isEqualTo(lenient ? List.of(2L) : List.of(1L, 2L));
    }

    @Test
    void when_a_deal_of_the_sample_is_a_template_for_recurring_ones() {
      for (long deal = 1; deal <= MANY; deal += 2) {
        world.portal.makeTemplate(deal);
      }
      RunReport report = world.plan();
      assertThat(report.note()).isEmpty();
      assertThat(report.plan().orElseThrow().inSync()).isEqualTo(MANY);
    }

    @Test
    void until_the_portal_stops_listing() {
      inSyncUpTo(11_410);
      onCall(3, world.portal::forbidList); // list, read, list
      RunReport report = world.plan();
      assertThat(report.note())
          .isEqualTo(
              "The portal stopped listing deals (Access denied.); the rest was read one by one.");
      assertThat(report.plan().orElseThrow().inSync()).isEqualTo(11_410);
      assertThat(world.mirror.pages()).containsExactly("0+1400", "1400+10000", "11400+2500");
    }
  }

  @Nested
  class a_deal_is_read_one_by_one {

    private final Instant now = world.clock.instant();

    @Test
    void within_the_time_that_is_configured() {
      assertThat(suspects(Duration.ofDays(7))).isEqualTo(MANY);
    }

    @Test
    void not_before_half_of_that_time() {
      assertThat(suspects(Duration.ofDays(7).dividedBy(2).minusSeconds(1))).isZero();
    }

    @Test
    void each_at_its_own_turn() {
      assertThat(suspects(Duration.ofDays(5))).isBetween(60L, 150L);
    }

    @Test
    void when_it_was_its_turn_even_if_the_list_shows_it_as_desired() {
      world.mirror.readAt(60, now.minus(Duration.ofDays(8)));
      world.plan();
      assertThat(world.portal.readCalls().get(1)).containsExactly(60L);
      assertThat(world.mirror.get(60).standing().readAt()).contains(now);
    }

    private long suspects(Duration ago) {
      for (long deal = 1; deal <= MANY; deal++) {
        world.mirror.readAt(deal, now.minus(ago));
      }
      Sieve sieve = new Sieve(world.portal, world.settings(), InstantSource.fixed(now));
      sieve.proveBy(world.mirror.sample(5), MANY);
      Sieve.Sifted sifted = sieve.sift(world.mirror.sample(MANY), List.of());
      assertThat(sifted.clear().size() + sifted.suspects().size()).isEqualTo(MANY);
      return ReadCandidate.unread(sifted.suspects()).size();
    }
  }

  private void inSyncUpTo(long last) {
    for (long deal = 1; deal <= last; deal++) {
      inSync(deal);
    }
  }

  private void inSync(long deal) {
    world.portal.deal(deal, "7/1/Y 8/2/N");
    world.mirror.want(deal, "7* 8");
  }

  private void onCall(int number, Runnable action) {
    onCall.put(number, action);
    world.portal.beforeEachCall(() -> onCall.getOrDefault(calls.incrementAndGet(), () -> {}).run());
  }
}
