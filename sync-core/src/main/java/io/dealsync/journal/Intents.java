package io.dealsync.journal;

import io.dealsync.plan.Change;
import java.util.List;

/**
 * What came of the wish to send some changes.
 *
 * @param committed those whose intent is committed: their deals are as they were when planned
 * @param edited those whose deals are not: none of them may be sent, and each is still to be
 *     settled so
 */
public record Intents(List<Change> committed, List<Edited> edited) {

  /**
   * A change that does not stand any more.
   *
   * @param detail what has become of the mirror's side of the deal, in a sentence
   */
  public record Edited(Change change, String detail) {}

  public Intents {
    committed = List.copyOf(committed);
    edited = List.copyOf(edited);
  }
}
