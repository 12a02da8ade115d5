package io.dealsync.guard;

import java.util.List;

/** What the guard says of a plan. */
public sealed interface Verdict {

  /** The plan may be applied, as far as the approval covers it. */
  record Approved(Approval approval) implements Verdict {}

  /**
   * The plan may not be applied.
   *
   * @param refusals every limit that it exceeds
   */
  record Refused(List<Refusal> refusals) implements Verdict {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }
}
