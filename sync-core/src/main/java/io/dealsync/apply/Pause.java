package io.dealsync.apply;

/** What else may be done on the portal between two windows, while no change of the run is open. */
public interface Pause {

  /** Nothing ever is. */
  Pause NONE =
      new Pause() {
        @Override
        public boolean isWanted() {
          return false;
        }

        @Override
        public void run() {}
      };

  /** Whether something waits by now. */
  boolean isWanted();

  /** Does what waits, if anything does. */
  void run();
}
