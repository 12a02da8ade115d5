package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Change;
import io.dealsync.portal.PortalFailure;
import io.dealsync.run.SieveSettings;
import io.dealsync.run.YieldPoint;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Fault;
import io.dealsync.testing.JournalRow;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Where the portal's list is proven honest, deals are decided, rechecked and verified by it. */
class ListAsReaderTest {

  private static final long DEALS = 300;

  /** The deals that prove the list, and the last one of a page, which may be cut off. */
  private static final int SAMPLE = 50;

  private final World world = new World().sieve(SieveSettings.DEFAULT);

  private void empty() {
    world.portal.contacts(1, 2, 3);
    LongStream.rangeClosed(1, DEALS)
        .forEach(
            deal -> {
              world.portal.deal(deal, "");
              world.mirror.want(deal, "1* 2 3");
            });
  }

  /** The portal's SORT values are others than those that both sides agreed on. */
  private void edited() {
    world.portal.contacts(3);
    LongStream.rangeClosed(1, DEALS)
        .forEach(
            deal -> {
              world.portal.deal(deal, "1/7/Y 2/13/N");
              world.mirror.want(deal, "1* 2").agreedOn(deal, "1* 2").want(deal, "1* 3");
            });
  }

  private long read() {
    return world.portal.readCalls().stream().mapToLong(List::size).sum();
  }

  private int openIntents() {
    int open = 0;
    for (FakeRun run : world.leases.runs()) {
      for (JournalRow row : run.rows()) {
        open += row.status() == ChangeStatus.SENT ? 1 : 0;
      }
    }
    return open;
  }

  private JournalRow row(RunReport report, long deal) {
    return world.leases.run(report.run()).row(deal);
  }

  @Test
  void deals_without_links_are_filled_and_none_is_read_for_it() {
    empty();

    RunReport report = world.sync();

    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(report.applied().verified()).isEqualTo(DEALS);
    assertThat(world.portal.rows(DEALS)).hasToString("1/10/Y 2/20/N 3/30/N");
    assertThat(read()).isLessThanOrEqualTo(SAMPLE);
    assertThat(world.mirror.get(DEALS).base()).contains(Links.set("1* 2 3"));
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void what_was_filled_is_emptied_again_by_an_undo() {
    empty();
    RunReport report = world.sync();

    world.undo(report.run(), false);

    assertThat(world.portal.rows(DEALS)).hasToString("none");
  }

  @Test
  void the_before_image_of_what_was_replaced_is_exact_though_nobody_read_it() {
    edited();

    RunReport report = world.sync();

    assertThat(report.applied().verified()).isEqualTo(DEALS);
    assertThat(read()).isLessThanOrEqualTo(SAMPLE);
    assertThat(row(report, DEALS).change().before()).hasToString("1/7/Y 2/13/N");
    world.undo(report.run(), false);
    assertThat(world.portal.rows(DEALS)).hasToString("1/7/Y 2/13/N");
  }

  @Test
  void nobody_is_told_of_sort_values_that_the_list_does_not_show() {
    edited();

    RunReport report = world.sync();

    assertThat(world.leases.run(report.run()).evidence())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.words()).isEmpty());
  }

  /** At the first look after all writes someone has changed one deal. */
  private void colleagueBeforeTheSweep() {
    List<Change> sent = new ArrayList<>();
    world.portal.watch(sent::addAll);
    world.portal.beforeEachCall(
        () -> {
          if (sent.size() == DEALS) {
            sent.clear();
            world.portal.contacts(9);
            world.portal.edit(7).add(Links.image("9/99/N").rows().get(0));
          }
        });
  }

  @Test
  void what_a_colleague_does_after_a_write_is_the_next_runs_to_decide() {
    empty();
    world.policy(Policy.MERGE);
    colleagueBeforeTheSweep();

    RunReport report = world.sync();

    assertThat(report.applied().verified()).isEqualTo(DEALS - 1);
    assertThat(row(report, 7).outcome().orElseThrow().toString())
        .contains("someone else changed the deal after it");
    assertThat(world.mirror.get(7).base()).contains(Links.set("1* 2 3"));
    RunReport next = world.sync();
    assertThat(next.traffic().writes()).isZero();
    assertThat(world.mirror.get(7).desired()).hasToString("1* 2 3 9");
  }

  @Test
  void a_call_without_effect_is_not_believed() {
    empty();
    world.portal.fault(7, Fault.IGNORED);

    RunReport report = world.sync();

    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(row(report, 7).status()).isEqualTo(ChangeStatus.FAILED);
    assertThat(world.sync().applied().verified()).isEqualTo(1);
    assertThat(world.portal.rows(7)).hasToString("1/10/Y 2/20/N 3/30/N");
  }

  @Test
  void what_nobody_looked_at_before_the_portal_went_away_is_settled_by_the_next_run() {
    empty();
    List<Change> sent = new ArrayList<>();
    List<Integer> before = new ArrayList<>();
    world.portal.watch(sent::addAll);
    world.portal.beforeEachCall(
        () -> {
          before.add(sent.size());
          if (before.stream().filter(number -> number == DEALS).count() == 2) {
            world.portal.failAfter(0, new PortalFailure(PortalFailure.Kind.UNREACHABLE, "Away."));
          }
        });

    RunReport report = world.sync();

    assertThat(report.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(report.applied().unknown()).isEqualTo(DEALS);
    world.portal.heal();
    RunReport next = world.sync();
    assertThat(next.settledEarlier()).isEqualTo(DEALS);
    assertThat(next.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(next.traffic().writes()).isZero();
  }

  private static YieldPoint yieldPoint(boolean isWanted, Runnable work) {
    return new YieldPoint() {
      @Override
      public boolean play(RunLease lease) {
        work.run();
        return false;
      }

      @Override
      public boolean isWanted() {
        return isWanted;
      }
    };
  }

  @Test
  void a_run_gives_way_only_when_everything_that_it_sent_was_looked_at() {
    empty();
    List<Integer> open = new ArrayList<>();
    world.yieldPoint(yieldPoint(true, () -> open.add(openIntents())));

    world.sync();

    assertThat(open).isNotEmpty().allMatch(number -> number == 0);
  }

  @Test
  void what_has_grown_old_is_looked_at_by_the_list_and_ahead() {
    edited();
    world.yieldPoint(yieldPoint(false, () -> world.clock.advance(Duration.ofSeconds(61))));

    RunReport report = world.sync();

    assertThat(report.applied().verified()).isEqualTo(DEALS);
    assertThat(read()).isLessThanOrEqualTo(SAMPLE);
  }

  @Test
  void what_has_moved_meanwhile_is_read_and_decided_anew() {
    edited();
    world.yieldPoint(
        yieldPoint(
            false,
            () -> {
              world.clock.advance(Duration.ofSeconds(61));
              if (openIntents() == 200) {
                world.portal.edit(DEALS).set(Links.image("3/10/Y 1/20/N").rows());
              }
            }));

    RunReport report = world.sync();

    assertThat(report.applied().verified()).isEqualTo(DEALS);
    assertThat(row(report, DEALS).change().before()).hasToString("3/10/Y 1/20/N");
  }
}
