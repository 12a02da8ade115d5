package io.dealsync.serve.alarm;

import org.quartz.SchedulerException;
import org.quartz.listeners.SchedulerListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what Quartz cannot do; it says that once, until it can again. */
final class ErrorLine extends SchedulerListenerSupport {

  private static final Logger LOG = LoggerFactory.getLogger(QuartzScheduler.class);

  private final String portal;

  ErrorLine(String portal) {
    this.portal = portal;
  }

  @Override
  public void schedulerError(String what, SchedulerException why) {
    LOG.warn("portal {}: its schedule does not work at the moment: {}", portal, root(why));
    LOG.debug("details", why);
  }

  private static String root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
  }
}
