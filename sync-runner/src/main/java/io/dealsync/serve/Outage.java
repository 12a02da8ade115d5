package io.dealsync.serve;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that does not work at the moment: one line of the log when it begins, one at its end.
 */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final String subject;
  private boolean lasts;

  /**
   * @param subject what is not done meanwhile, as the beginning of a sentence
   */
  Outage(String subject) {
    this.subject = subject;
  }

  synchronized void failed(RuntimeException why) {
    if (!lasts) {
      lasts = true;
      LOG.warn("{} not at the moment: {}", subject, why.getMessage());
    }
    LOG.debug("details", why);
  }

  synchronized void isOver() {
    if (lasts) {
      lasts = false;
      LOG.info("{} again", subject);
    }
  }

  synchronized boolean lasts() {
    return lasts;
  }
}
