package io.dealsync.legacy;

/** Is told how far an import has come. */
@FunctionalInterface
public interface ImportProgress {

  /** Tells nobody. */
  ImportProgress NONE = (rows, line) -> {};

  /**
   * A chunk is stored.
   *
   * @param rows how many rows of the file are in
   * @param line the line on which the last of them begins
   */
  void stored(long rows, int line);
}
