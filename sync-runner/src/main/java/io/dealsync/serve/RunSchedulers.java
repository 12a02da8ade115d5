package io.dealsync.serve;

import io.dealsync.config.PortalSettings;
import io.dealsync.serve.alarm.RunScheduler;
import java.util.function.Consumer;

/** Makes the alarm clocks of portals. */
@FunctionalInterface
public interface RunSchedulers {

  /**
   * One that is not set yet.
   *
   * @param listener who is woken
   */
  RunScheduler of(PortalSettings portal, Consumer<RunScheduler.Ring> listener);
}
