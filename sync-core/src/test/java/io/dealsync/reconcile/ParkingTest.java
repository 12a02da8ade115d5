package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Parking;
import io.dealsync.desired.Selection;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deals are parked by time: not by runs, not for the portal's trouble, not for our own. */
class ParkingTest {

  private static final int NIGHTS = Parking.DEFAULT.after();

  private final World world = new World();

  /** Deals 1 to {@code last} are edited, and all but the first {@code garbled} are readable. */
  private void edited(long last, long garbled) {
    world.portal.contacts(8);
    for (long deal = 1; deal <= last; deal++) {
      world.portal.deal(deal, "7/10/Y");
      world.mirror.want(deal, "7* 8");
    }
    for (long deal = 1; deal <= garbled; deal++) {
      world.portal.garble(deal);
    }
  }

  private boolean isParked(long deal) {
    return world.mirror.get(deal).standing().parked().isPresent();
  }

  private void night() {
    world.sync();
    world.clock.advance(Duration.ofDays(1));
  }

  @Test
  void a_deal_that_fails_on_five_nights_is_parked() {
    edited(2, 1);
    for (int night = 1; night <= NIGHTS; night++) {
      assertThat(isParked(1)).as("before night %s", night).isFalse();
      night();
    }
    assertThat(isParked(1)).isTrue();
    assertThat(isParked(2)).isFalse();
  }

  @Test
  void a_hundred_failures_within_an_hour_are_one() {
    edited(1, 1);
    for (int run = 1; run <= 100; run++) {
      world.sync(new Selection.Edited());
      world.clock.advance(Duration.ofSeconds(30));
    }
    assertThat(isParked(1)).isFalse();
  }

  @Test
  void an_incident_that_hits_most_deals_parks_none_however_long_it_lasts() {
    edited(19, Incident.SEVERAL);
    for (int night = 1; night <= 2 * NIGHTS; night++) {
      night();
    }
    for (long deal = 1; deal <= 19; deal++) {
      assertThat(isParked(deal)).isFalse();
    }
  }

  @Test
  void ten_of_many_deals_are_no_incident() {
    assertThat(Incident.isOne(9, 9)).isFalse();
    assertThat(Incident.isOne(10, 19)).isTrue();
    assertThat(Incident.isOne(10, 20)).isFalse();
    assertThat(Incident.isOne(0, 0)).isFalse();
  }

  @Test
  void a_process_that_dies_night_after_night_parks_nobody() {
    edited(1, 0);
    for (int night = 1; night <= 2 * NIGHTS; night++) {
      dieWithAnIntentOpen();
      world.clock.advance(Duration.ofDays(1));
    }
    assertThat(isParked(1)).isFalse();
    world.sync();
    assertThat(world.portal.rows(1).canonical().contacts()).containsExactly(7L, 8L);
  }

  /** The intent is the last transaction that is committed. */
  private void dieWithAnIntentOpen() {
    world.leases.releaseAll();
    for (int transactions = 1; transactions < 40; transactions++) {
      int written = world.portal.written().size();
      world.leases.dieAfter(transactions);
      try {
        world.sync();
        throw new AssertionError("The run came to its end");
      } catch (FakeLeases.Killed death) {
        world.leases.dieAfter(Integer.MAX_VALUE);
        world.leases.releaseAll();
        if (world.portal.written().size() > written) {
          world.portal.deal(1, "7/10/Y");
          return;
        }
      }
    }
  }

  @Test
  void a_parked_deal_is_tried_again_once_it_is_edited() {
    edited(2, 1);
    for (int night = 1; night <= NIGHTS + 1; night++) {
      night();
    }
    assertThat(world.sync().outcome()).as("told before").isEqualTo(RunOutcome.IN_SYNC);
    world.portal.heal();
    world.mirror.editAndBack(1);

    RunReport report = world.sync(new Selection.Edited());

    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(report.applied().verified()).isEqualTo(1);
    assertThat(world.mirror.holdOf(1)).isEmpty();
  }

  @Test
  void an_edit_of_a_parked_deal_that_fails_again_is_news() {
    edited(2, 1);
    for (int night = 1; night <= NIGHTS + 2; night++) {
      night();
    }
    world.mirror.editAndBack(1);
    RunReport report = world.sync(new Selection.Edited());
    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.leases.run(report.run()).failed()).hasSize(1);
    assertThat(List.of(isParked(1), isParked(2))).containsOnly(false);
  }
}
