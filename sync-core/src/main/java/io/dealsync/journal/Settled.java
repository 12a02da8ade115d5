package io.dealsync.journal;

import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A change with how it ended. */
public record Settled(Change change, Outcome outcome) {

  /** What people read of an adoption that an edit has overtaken. */
  public static final String NOT_LEARNT =
      "Not adopted: the deal was edited in the mirror meanwhile, or is just being edited. The next"
          + " run decides it again.";

  /**
   * How changes ended after all: one that only the desired side was to learn from, and did not, has
   * done nothing.
   *
   * @param unlearnt deals whose desired side was edited before it could learn
   */
  public static List<Settled> afterAll(List<Settled> settled, Set<Long> unlearnt) {
    return settled.stream()
        .map(each -> unlearnt.contains(each.change().deal()) ? each.unlearnt() : each)
        .toList();
  }

  private Settled unlearnt() {
    boolean isDone = outcome instanceof Outcome.Verified || outcome instanceof Outcome.Needless;
    return isDone && change.method() instanceof Method.Keep
        ? new Settled(change, new Outcome.Edited(NOT_LEARNT, Optional.empty()))
        : this;
  }
}
