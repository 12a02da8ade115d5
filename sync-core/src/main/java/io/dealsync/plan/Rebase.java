package io.dealsync.plan;

import io.dealsync.link.LinkSet;
import java.util.Optional;

/** What both sides count as having agreed on once the desired side has learnt something. */
public sealed interface Rebase {

  /** What the portal has then. */
  record ToPortal() implements Rebase {}

  /** Nothing: the deal is managed no more, as it had not been before. */
  record Unmanaged() implements Rebase {}

  /**
   * These links, whatever the portal has: desired links that differ from them are an edit.
   *
   * @param base empty when both sides shall never have agreed
   */
  record Back(Optional<LinkSet> base) implements Rebase {

    /** Whether these desired links are an edit then. */
    public boolean makesAnEditOf(LinkSet desired) {
      return base.filter(desired::sameOrder).isEmpty();
    }
  }
}
