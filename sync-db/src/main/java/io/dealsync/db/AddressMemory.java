package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.PORTAL_STATE;
import static org.jooq.impl.DSL.excluded;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Where portals answer: each at one address and each address one portal's; and where renamed ones
 * were found, so that the next process starts there.
 */
public final class AddressMemory {

  private final DSLContext jooq;

  AddressMemory(DSLContext jooq) {
    this.jooq = jooq;
  }

  /**
   * A portal's move.
   *
   * @param from the configured address
   * @param to where the portal was found
   * @param seal shows that dealsync itself found it there
   */
  public record Move(String from, String to, String seal) {}

  /**
   * Keeps where a portal answers, unless another name is known to answer there.
   *
   * @return that other name
   */
  public Optional<String> claim(String portal, String address) {
    Optional<String> known = nameAt(address);
    if (known.isPresent()) {
      return known.filter(name -> !name.equals(portal));
    }
    try {
      ShortWaits.unlessLocked(
          jooq,
          sql ->
              sql.insertInto(PORTAL_STATE, PORTAL_STATE.PORTAL, PORTAL_STATE.ADDRESS)
                  .values(portal, address)
                  .onConflict(PORTAL_STATE.PORTAL)
                  .doUpdate()
                  .set(PORTAL_STATE.ADDRESS, excluded(PORTAL_STATE.ADDRESS))
                  .execute());
      return Optional.empty();
    } catch (DatabaseException e) {
      // Another process may have been first.
      return Optional.of(nameAt(address).filter(name -> !name.equals(portal)).orElseThrow(() -> e));
    }
  }

  /** The name that an address is known under. */
  public Optional<String> nameAt(String address) {
    return jooq.select(PORTAL_STATE.PORTAL)
        .from(PORTAL_STATE)
        .where(PORTAL_STATE.ADDRESS.eq(address))
        .fetchOptional(PORTAL_STATE.PORTAL);
  }

  /** The names of other portals that have an address. */
  public List<String> others(String portal) {
    return jooq.select(PORTAL_STATE.PORTAL)
        .from(PORTAL_STATE)
        .where(PORTAL_STATE.PORTAL.ne(portal))
        .and(PORTAL_STATE.ADDRESS.isNotNull())
        .orderBy(PORTAL_STATE.PORTAL)
        .fetch(PORTAL_STATE.PORTAL);
  }

  /** Whether a portal at an address is known to be none of the others. */
  public boolean isSeparate(String portal, String address) {
    return jooq.fetchExists(
        PORTAL_STATE, PORTAL_STATE.PORTAL.eq(portal).and(PORTAL_STATE.SEPARATE_AT.eq(address)));
  }

  /** A portal at an address has turned out to be none of the others. */
  public void keepSeparate(String portal, String address) {
    ShortWaits.unlessLocked(
        jooq,
        sql ->
            sql.insertInto(PORTAL_STATE, PORTAL_STATE.PORTAL, PORTAL_STATE.SEPARATE_AT)
                .values(portal, address)
                .onConflict(PORTAL_STATE.PORTAL)
                .doUpdate()
                .set(PORTAL_STATE.SEPARATE_AT, excluded(PORTAL_STATE.SEPARATE_AT))
                .execute());
  }

  /** The move that was last kept of a portal. */
  public Optional<Move> recall(String portal) {
    return jooq.selectFrom(PORTAL_STATE)
        .where(PORTAL_STATE.PORTAL.eq(portal))
        .and(PORTAL_STATE.MOVED_TO.isNotNull())
        .fetchOptional(
            row ->
                new Move(
                    row.get(PORTAL_STATE.MOVED_FROM),
                    row.get(PORTAL_STATE.MOVED_TO),
                    row.get(PORTAL_STATE.MOVED_SEAL)));
  }

  /** Keeps a portal's move. */
  public void keep(String portal, Move move) {
    ShortWaits.unlessLocked(
        jooq,
        sql ->
            sql.insertInto(
                    PORTAL_STATE,
                    PORTAL_STATE.PORTAL,
                    PORTAL_STATE.MOVED_FROM,
                    PORTAL_STATE.MOVED_TO,
                    PORTAL_STATE.MOVED_SEAL)
                .values(portal, move.from(), move.to(), move.seal())
                .onConflict(PORTAL_STATE.PORTAL)
                .doUpdate()
                .set(PORTAL_STATE.MOVED_FROM, excluded(PORTAL_STATE.MOVED_FROM))
                .set(PORTAL_STATE.MOVED_TO, excluded(PORTAL_STATE.MOVED_TO))
                .set(PORTAL_STATE.MOVED_SEAL, excluded(PORTAL_STATE.MOVED_SEAL))
                .execute());
  }

  /** A portal answers where it is configured to be. */
  public void forget(String portal) {
    ShortWaits.unlessLocked(
        jooq,
        sql ->
            sql.update(PORTAL_STATE)
                .setNull(PORTAL_STATE.MOVED_FROM)
                .setNull(PORTAL_STATE.MOVED_TO)
                .setNull(PORTAL_STATE.MOVED_SEAL)
                .where(PORTAL_STATE.PORTAL.eq(portal))
                .execute());
  }

  /** The address under which a portal has answered last. */
  public Optional<String> answered(String portal) {
    return jooq.select(PORTAL_STATE.ANSWERED_AS)
        .from(PORTAL_STATE)
        .where(PORTAL_STATE.PORTAL.eq(portal))
        .and(PORTAL_STATE.ANSWERED_AS.isNotNull())
        .fetchOptional(PORTAL_STATE.ANSWERED_AS);
  }

  /** A portal has answered under an address. */
  public void keepAnswered(String portal, String address) {
    ShortWaits.unlessLocked(
        jooq,
        sql ->
            sql.insertInto(PORTAL_STATE, PORTAL_STATE.PORTAL, PORTAL_STATE.ANSWERED_AS)
                .values(portal, address)
                .onConflict(PORTAL_STATE.PORTAL)
                .doUpdate()
                .set(PORTAL_STATE.ANSWERED_AS, excluded(PORTAL_STATE.ANSWERED_AS))
                .execute());
  }
}
