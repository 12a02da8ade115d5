package io.dealsync.db;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Archive;
import io.dealsync.journal.Leases;
import io.dealsync.link.LinkSet;
import io.dealsync.testing.ports.Store;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** The ports on PostgreSQL, and people who type SQL. */
final class SqlStore implements Store {

  private final Database database;
  private final DSLContext people;
  private final String portal;

  SqlStore(Database database, DSLContext people, String portal) {
    this.database = database;
    this.people = people;
    this.portal = portal;
    people.execute(
        "INSERT INTO dealsync.portal (portal) VALUES (?) ON CONFLICT DO NOTHING", portal);
  }

  @Override
  public String portal() {
    return portal;
  }

  @Override
  public Mirror mirror() {
    return database.mirror(portal);
  }

  @Override
  public Leases leases() {
    return database.leases();
  }

  @Override
  public Archive archive() {
    return database.archive();
  }

  /** In one transaction: what goes, what comes, and a deal's row where there are no links. */
  @Override
  public void want(long deal, LinkSet links) {
    String contacts =
        links.contacts().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    people.transaction(
        transaction -> {
          DSLContext sql = transaction.dsl();
          sql.execute(
              "INSERT INTO dealsync.deal (portal, deal_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
              portal,
              deal);
          sql.execute(
              "DELETE FROM dealsync.deal_contact WHERE portal = ? AND deal_id = ? AND contact_id <>"
                  + " ALL (?::bigint[])",
              portal,
              deal,
              contacts);
          for (var link : links.links()) {
            sql.execute(
                """
                INSERT INTO dealsync.deal_contact AS link (portal, deal_id, contact_id, sort, is_primary)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (portal, deal_id, contact_id) DO UPDATE
                SET sort = excluded.sort, is_primary = excluded.is_primary
                """,
                portal,
                deal,
                link.contact(),
                link.sort(),
                link.primary());
          }
        });
  }

  @Override
  public void mode(long deal, Mode mode) {
    people.execute(
        "UPDATE dealsync.deal SET mode = ? WHERE (portal, deal_id) = (?, ?)",
        mode.code(),
        portal,
        deal);
  }

  @Override
  public void policy(long deal, Policy policy) {
    people.execute(
        "UPDATE dealsync.deal SET policy = ? WHERE (portal, deal_id) = (?, ?)",
        policy.code(),
        portal,
        deal);
  }

  @Override
  public void forget(long deal) {
    people.execute("DELETE FROM dealsync.deal WHERE (portal, deal_id) = (?, ?)", portal, deal);
  }

  @Override
  public void acknowledge(long deal) {
    people.execute(
        "UPDATE dealsync.hold SET acknowledged_at = now() WHERE (portal, deal_id) = (?, ?)",
        portal,
        deal);
  }
}
