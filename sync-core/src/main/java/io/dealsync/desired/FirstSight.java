package io.dealsync.desired;

import java.util.Locale;

/**
 * What mirror-wins does to a deal that both sides never agreed on, and that the portal has
 * otherwise than wanted. Nobody may have known what the portal has there.
 */
public enum FirstSight {
  /**
   * A run over edits or named deals only adds links; a run over all deals, which can be looked at
   * as a plan first, mirrors within the guard's limits.
   */
  ADD_FIRST,
  /** Every run mirrors. */
  MIRROR,
  /** The deal is held until a person decides. */
  HOLD;

  /** Its name in configurations and documents. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What holds in a run that looks at such deals. */
  public FirstSight in(Selection selection) {
    return this == ADD_FIRST && selection instanceof Selection.All ? MIRROR : this;
  }
}
