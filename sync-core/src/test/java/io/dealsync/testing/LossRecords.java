package io.dealsync.testing;

import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Limit;
import io.dealsync.guard.Losses;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.RunState;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The losses that runs in memory have caused since a moment, as the guard counts them. */
final class LossRecords {

  private final Map<Long, FakeRun> runs;
  private final FakeRun own;
  private final Instant now;

  LossRecords(Map<Long, FakeRun> runs, FakeRun own, Instant now) {
    this.runs = runs;
    this.own = own;
    this.now = now;
  }

  /** A change of some run that took something, or is about to. */
  private record Loss(FakeRun run, Change change, Optional<Instant> at) {}

  GuardWindow window(Duration span) {
    List<Loss> losses = losses(now.minus(span));
    return new GuardWindow(
        span,
        count(losses, change -> !(change.method() instanceof Method.Keep)),
        count(losses, change -> change.adoption().isPresent()));
  }

  private List<Loss> losses(Instant since) {
    List<Loss> losses = new ArrayList<>();
    for (FakeRun run : runs.values()) {
      for (JournalRow row : run.rows()) {
        boolean pledged =
            run != own
                && run.state == RunState.RUNNING
                && run.totals.isPresent()
                && row.status() == ChangeStatus.PLANNED
                && !run.waiting.contains(row.change().deal());
        boolean done =
            row.mayHaveTakenEffect() && row.sentAt().filter(at -> at.isAfter(since)).isPresent();
        if ((pledged || done) && !isUndone(run, row.change().deal())) {
          losses.add(new Loss(run, row.change(), row.sentAt()));
        }
      }
    }
    return losses;
  }

  private boolean isUndone(FakeRun run, long deal) {
    return runs.values().stream()
        .filter(undo -> undo.header().origin().stream().anyMatch(origin -> origin == run.id()))
        .map(undo -> undo.rows.get(deal))
        .anyMatch(row -> row != null && row.status() == ChangeStatus.VERIFIED);
  }

  private Losses count(List<Loss> losses, Predicate<Change> side) {
    Set<Long> emptied = new HashSet<>();
    long removed = 0;
    List<Loss> counted = new ArrayList<>();
    for (Loss loss : losses) {
      if (!side.test(loss.change())) {
        continue;
      }
      boolean empties =
          loss.change().delta().emptied()
              && !loss.run().isAllowed(Limit.EMPTIED_PERCENT)
              && !isEmptiedByOwn(loss.change().deal());
      long links =
          loss.run().isAllowed(Limit.REMOVED_LINKS) ? 0 : loss.change().delta().removed().size();
      if (empties) {
        emptied.add(loss.change().deal());
      }
      removed += links;
      if (empties || links > 0) {
        counted.add(loss);
      }
    }
    return new Losses(emptied.size(), removed, runs(counted));
  }

  private boolean isEmptiedByOwn(long deal) {
    JournalRow row = own.rows.get(deal);
    return row != null && row.status() == ChangeStatus.PLANNED && row.change().delta().emptied();
  }

  private Optional<Losses.Runs> runs(List<Loss> counted) {
    return counted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Losses.Runs(
                counted.stream().mapToLong(loss -> loss.run().id()).min().orElseThrow(),
                counted.stream().mapToLong(loss -> loss.run().id()).max().orElseThrow(),
                counted.stream()
                    .flatMap(loss -> loss.at().stream())
                    .min(Instant::compareTo)
                    .orElse(now)));
  }
}
