package io.dealsync.db;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.guard.GuardWindow;
import java.time.Duration;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What the guard goes by about a portal, for writers of the mirror that are no run yet. */
public final class GuardFigures {

  private static final long NO_RUN = 0;

  private final DSLContext jooq;
  private final String portal;

  private GuardFigures(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /** Those of a portal, from a database whose schema is there. */
  public static GuardFigures of(DataSource database, String portal) {
    return new GuardFigures(
        DSL.using(Database.configuration(Address.of(database)).set(database)), portal);
  }

  /** What was lost lately, on either side. */
  public GuardWindow window(Duration span) {
    return new LossRows(jooq, portal, NO_RUN).window(span);
  }

  /** The managed deals, by what may happen to them. */
  public ManagedDeals managed() {
    return DealCounts.of(jooq, portal);
  }
}
