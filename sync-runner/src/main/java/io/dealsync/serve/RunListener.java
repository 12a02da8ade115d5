package io.dealsync.serve;

/** Is told of the runs of a portal. */
@FunctionalInterface
interface RunListener {

  /** A run ended, however. */
  void ran();
}
