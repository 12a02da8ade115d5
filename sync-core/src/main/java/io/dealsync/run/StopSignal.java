package io.dealsync.run;

/** Asked between steps whether the run shall end early. */
@FunctionalInterface
public interface StopSignal {

  /** Never ends a run early. */
  StopSignal NEVER = () -> false;

  /** Whether to stop before the next step. */
  boolean requested();
}
