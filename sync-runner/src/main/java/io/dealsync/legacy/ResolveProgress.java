package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyKind;

/** Is told how far a search for ids has come. */
@FunctionalInterface
public interface ResolveProgress {

  /** Tells nobody. */
  ResolveProgress NONE = (kind, ids, all) -> {};

  /**
   * Some more ids were looked for.
   *
   * @param kind what they stand for
   * @param ids how many of this kind so far
   * @param all how many of this kind are to be looked for
   */
  void searched(LegacyKind kind, long ids, long all);
}
