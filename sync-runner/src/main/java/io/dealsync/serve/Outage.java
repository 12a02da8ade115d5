package io.dealsync.serve;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that does not work at the moment: one line of the log when it begins, one at its end.
 */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final String beginning;
  private final String end;
  private boolean lasts;

  /**
   * @param beginning what is not done meanwhile, in a sentence
   * @param end that it is done again
   */
  Outage(String beginning, String end) {
    this.beginning = beginning;
    this.end = end;
  }

  synchronized void failed(RuntimeException why) {
    if (!lasts) {
      lasts = true;
      LOG.warn("{} at the moment: {}", beginning, why.getMessage());
    }
    LOG.debug("details", why);
  }

  synchronized void isOver() {
    if (lasts) {
      lasts = false;
      LOG.info("{}", end);
    }
  }

  synchronized boolean lasts() {
    return lasts;
  }
}
