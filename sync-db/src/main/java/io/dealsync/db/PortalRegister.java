package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.NEXT_RUN;
import static io.dealsync.db.jooq.Tables.PORTAL;

import io.dealsync.guard.Limits;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.types.YearToSecond;
import org.jspecify.annotations.Nullable;

/**
 * The portals that configurations have named. Deals of others are refused, so that a mistyped name
 * is noticed at once instead of never.
 */
public final class PortalRegister {

  private final DSLContext jooq;

  PortalRegister(DSLContext jooq) {
    this.jooq = jooq;
  }

  /**
   * A portal with managed deals that a configuration does not name, so that nobody syncs it.
   *
   * @param deals how many are managed
   */
  public record Unconfigured(String portal, long deals) {}

  /**
   * Registers the portals of a configuration, and the limits that SQL judges by beforehand.
   *
   * @param portals by name
   */
  public void register(Map<String, Limits> portals) {
    Map<String, Record> known =
        jooq.selectFrom(PORTAL).fetch().stream()
            .collect(Collectors.toMap(row -> row.get(PORTAL.PORTAL_), row -> row));
    portals.forEach(
        (name, limits) -> {
          Map<Field<?>, Object> wanted = columns(limits);
          if (!agree(known.get(name), wanted)) {
            ShortWaits.unlessLocked(
                jooq,
                sql ->
                    sql.insertInto(PORTAL)
                        .set(PORTAL.PORTAL_, name)
                        .set(wanted)
                        .onConflict(PORTAL.PORTAL_)
                        .doUpdate()
                        .set(wanted)
                        .execute());
          }
        });
  }

  private static Map<Field<?>, Object> columns(Limits limits) {
    return Map.of(
        PORTAL.CHANGED_PERCENT,
        limits.changedPercent(),
        PORTAL.EMPTIED_PERCENT,
        limits.emptiedPercent(),
        PORTAL.EMPTIED_FLOOR,
        limits.emptiedFloor(),
        PORTAL.REMOVED_LINKS,
        limits.removedLinks(),
        PORTAL.GUARD_WINDOW,
        YearToSecond.valueOf(limits.window()));
  }

  private static boolean agree(@Nullable Record there, Map<Field<?>, Object> wanted) {
    return there != null
        && wanted.entrySet().stream()
            .allMatch(
                each ->
                    each.getValue() instanceof YearToSecond window
                        ? window.toDuration().equals(there.get(PORTAL.GUARD_WINDOW).toDuration())
                        : each.getValue().equals(there.get(each.getKey())));
  }

  /** What the next run over all deals of a portal would do, in a sentence. */
  public String nextRun(String portal) {
    return jooq.select(NEXT_RUN.IN_WORDS)
        .from(NEXT_RUN)
        .where(NEXT_RUN.PORTAL.eq(portal))
        .fetchOptional(NEXT_RUN.IN_WORDS)
        .orElse("nothing is known of portal " + portal);
  }

  /** The registered portals with deals that are none of these. */
  public List<Unconfigured> without(Collection<String> configured) {
    return jooq
        .select(PORTAL.PORTAL_)
        .from(PORTAL)
        .where(PORTAL.PORTAL_.notIn(configured))
        .orderBy(PORTAL.PORTAL_)
        .fetch(PORTAL.PORTAL_)
        .stream()
        .map(name -> new Unconfigured(name, jooq.fetchCount(DEAL, DEAL.PORTAL.eq(name))))
        .filter(portal -> portal.deals() > 0)
        .toList();
  }
}
