package io.dealsync.guard;

import java.util.List;

/** What the guard says of a plan. */
public sealed interface Verdict {

  /** The plan may be applied. */
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
