package io.dealsync.serve;

import io.dealsync.reconcile.RunReport;

/** Is told of the runs of a portal. */
interface RunListener {

  /** A run ended, however. */
  void ran(RunReport report);

  /** A run could not begin, or broke. */
  void broke();
}
