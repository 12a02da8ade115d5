package io.dealsync.apply;

import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes that were decided again: those to send, those of them that moved, and those that ended.
 */
final class RedecidedChanges {

  private final List<Change> ready = new ArrayList<>();
  private final List<Change> moved = new ArrayList<>();
  private final List<Settled> ended = new ArrayList<>();

  void take(Change change, Recheck.Result result) {
    switch (result) {
      case Recheck.Result.Go go -> go(change, go.change());
      case Recheck.Result.End end -> end(change, end.outcome());
    }
  }

  void end(Change change, Outcome outcome) {
    ended.add(new Settled(change, outcome));
  }

  private void go(Change planned, Change now) {
    ready.add(now);
    if (!now.before().equals(planned.before())) {
      moved.add(now);
    }
  }

  /**
   * What moved may want contacts that nobody looked up when it was planned; those of the others may
   * be gone by now.
   */
  void confirm(ContactWatch contacts) {
    List<Settled> gone = contacts.gone(ready, moved);
    Set<Long> deals =
        gone.stream().map(settled -> settled.change().deal()).collect(Collectors.toSet());
    ready.removeIf(change -> deals.contains(change.deal()));
    moved.removeIf(change -> deals.contains(change.deal()));
    ended.addAll(gone);
  }

  List<Change> ready() {
    return ready;
  }

  List<Change> moved() {
    return moved;
  }

  List<Settled> ended() {
    return ended;
  }
}
