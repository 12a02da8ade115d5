package io.dealsync.journal;

/**
 * The right to run on a portal: at most one exists per portal in all processes, and it dies with
 * its holder. Closing it gives the portal free.
 */
public interface RunLease extends AutoCloseable {

  /** Opens a new run under this lease. */
  Journal open(RunHeader header);

  /**
   * Takes up a stored plan again.
   *
   * @param run a run whose state is planned, refused or interrupted
   * @param header who applies it, with which allowances
   * @throws UnknownRunException when there is no such run or it cannot be applied
   */
  Journal resume(long run, RunHeader header);

  /**
   * Opens a new run that fills the mirror. It continues the latest run with the same scope when
   * that one has not come to its end.
   *
   * @param scope which deals, and how: the same text for the same work
   */
  Fill fill(RunHeader header, String scope);

  /**
   * Records the end of a run that was opened under this lease. What a run that is done has still
   * planned becomes skipped.
   */
  void finish(long run, RunEnd end);

  @Override
  void close();
}
