/**
 * What wakes the daemon for its scheduled runs: Quartz on its JDBC store, behind a small port.
 * Entry type: {@link io.dealsync.serve.alarm.RunScheduler}.
 */
@NullMarked
package io.dealsync.serve.alarm;

import org.jspecify.annotations.NullMarked;
