package io.dealsync.reconcile;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.Quiet;
import io.dealsync.portal.Portal;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.run.YieldPoint;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What runs work with.
 *
 * @param yieldPoint what they give way to between two of their steps
 * @param quiet tells whether people are through with taking links out
 */
record RunTools(
    Mirror mirror,
    Portal portal,
    RunSettings settings,
    Progress progress,
    StopSignal stop,
    InstantSource clock,
    Optional<YieldPoint> yieldPoint,
    Quiet quiet) {

  RunTools givingWayTo(YieldPoint shorter) {
    return new RunTools(
        mirror, portal, settings, progress, stop, clock, Optional.of(shorter), quiet);
  }

  RunTools waitingFor(Quiet through) {
    return new RunTools(mirror, portal, settings, progress, stop, clock, yieldPoint, through);
  }
}
