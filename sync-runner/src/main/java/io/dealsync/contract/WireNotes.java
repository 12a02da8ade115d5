package io.dealsync.contract;

import io.dealsync.bitrix.rest.TrafficListener;

/** What the suite has to know of the answers' surroundings: whether working time is reported. */
public final class WireNotes implements TrafficListener {

  private volatile boolean workingTimeTold;

  @Override
  public void worked(String method, double seconds) {
    workingTimeTold = true;
  }

  boolean workingTimeTold() {
    return workingTimeTold;
  }
}
