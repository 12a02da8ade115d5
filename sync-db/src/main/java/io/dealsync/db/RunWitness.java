package io.dealsync.db;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a database outside of it: the latest run of each portal. A database that
 * does not know that run has gone back, as a copy of its server's files does that was put in their
 * place.
 */
public interface RunWitness {

  /** Nothing is remembered. */
  RunWitness NONE =
      new RunWitness() {
        @Override
        public Optional<Seen> latest(String portal) {
          return Optional.empty();
        }

        @Override
        public void keep(String portal, Seen run) {}
      };

  /**
   * A run. Numbers come again in a database that has gone back, moments do not.
   *
   * @param startedAt by the database's clock
   */
  record Seen(long run, Instant startedAt) {}

  /** The latest run of a portal that was kept. */
  Optional<Seen> latest(String portal);

  /** Keeps a run as a portal's latest; whoever cannot says nothing. */
  void keep(String portal, Seen run);
}
