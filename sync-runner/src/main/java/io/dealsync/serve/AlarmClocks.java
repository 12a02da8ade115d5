package io.dealsync.serve;

import io.dealsync.config.PortalSettings;
import io.dealsync.serve.alarm.AlarmClock;
import java.util.function.Consumer;

/** Makes the alarm clocks of portals. */
@FunctionalInterface
public interface AlarmClocks {

  /**
   * One that is not set yet.
   *
   * @param listener who is woken
   */
  AlarmClock of(PortalSettings portal, Consumer<AlarmClock.Ring> listener);
}
