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

  /**
   * Whether the portal has what the change wanted. In mode {@link Mode#ADD_ONLY} that is the
   * contacts to be added; what people do to the others meanwhile is their business.
   */
  public boolean confirms(Change change, LinkImage after) {
    if (change.mode() == Mode.ADD_ONLY) {
      return after.canonical().contacts().containsAll(change.delta().added());
    }
    return after.wellFormed() && comparison.same(change.target(), after.canonical());
  }
}
