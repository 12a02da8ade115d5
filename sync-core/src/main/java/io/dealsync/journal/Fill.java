package io.dealsync.journal;

import java.util.List;
import java.util.Set;

/**
 * A mirror that is being filled from its portal, under a run's lease. Every method is one
 * transaction. Port; implemented on PostgreSQL, set-based.
 */
public interface Fill {

  /** The journal of the run that fills it. */
  Journal journal();

  /**
   * The last deal id that an earlier run with the same scope has reached without coming to the end;
   * 0 when there is nothing to go on with.
   */
  long reached();

  /**
   * Takes in deals that are not managed: the portal's rows become desired, base and last
   * observation, each is a row of the run, and how far the fill has come is remembered with them.
   *
   * @param deals in ascending order of id
   * @param reached the last deal id that is done with, whatever became of it
   * @return deals that someone has given links since the fill looked at them: they stay as they are
   */
  Set<Long> take(List<Takeover> deals, long reached);

  /** All of the scope is in: the next fill of it starts over. */
  void complete();
}
