package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyKind;

/** Is told how far a search for ids has come. */
@FunctionalInterface
public interface ResolveProgress {

  /** Tells nobody. */
  ResolveProgress NONE = (kind, ids) -> {};

  /**
   * Some more ids were looked for.
   *
   * @param kind what they stand for
   * @param ids how many of this kind so far
   */
  void searched(LegacyKind kind, long ids);
}
