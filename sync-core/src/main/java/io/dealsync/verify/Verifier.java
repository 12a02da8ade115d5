package io.dealsync.verify;

import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.plan.Change;

/** Compares a change's target with what the portal has after it. */
public final class Verifier {

  private final Comparison comparison;

  public Verifier(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Whether the portal has what the change wanted. */
  public boolean confirms(Change change, LinkImage after) {
    if (change.mode() == Mode.ADD_ONLY) {
      return change.target().minus(after.canonical()).isEmpty();
    }
    return after.wellFormed() && comparison.same(change.target(), after.canonical());
  }
}
