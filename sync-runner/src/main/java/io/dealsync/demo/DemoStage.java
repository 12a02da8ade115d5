package io.dealsync.demo;

import io.dealsync.db.embedded.EmbeddedPostgres;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.rest.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A PostgreSQL and a portal of this machine's own, filled with the same deals every time. Nothing
 * outside the given folder is touched.
 */
public final class DemoStage implements AutoCloseable {

  /** How many deals the portal has. */
  public static final int DEALS = 200;

  private static final long FIRST_DEAL = 1001;
  private static final int CONTACTS = 400;
  private static final long SEED = 24;

  private final EmbeddedPostgres postgres;
  private final SandboxPortal portal;

  /** Starts both, empty; what an earlier demo left in the folder is removed. */
  public DemoStage(Path folder) {
    DemoFolder.remove(folder);
    this.postgres = EmbeddedPostgres.open(folder);
    this.portal = SandboxPortal.start(SandboxOptions.defaults().withLimits(Limits.standardPlan()));
  }

  /** The variables with which any command finds this stage. */
  public Map<String, String> environment() {
    return Map.of(
        "DEALSYNC_DB_URL", postgres.jdbcUrl(),
        "DEALSYNC_DB_USER", postgres.user(),
        "DEALSYNC_DB_PASSWORD", postgres.password(),
        "DEALSYNC_WEBHOOK", portal.webhookUrl().toString());
  }

  /** The running portal. */
  public SandboxPortal portal() {
    return portal;
  }

  /** Fills the portal with deals of one to four contacts, and the mirror with the same. */
  public void fillBothSides() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (long contact = 1; contact <= CONTACTS; contact++) {
      portal.state().putContact(contact);
    }
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)"
                    + " VALUES (?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (long deal = FIRST_DEAL; deal < FIRST_DEAL + DEALS; deal++) {
        List<Long> contacts = contacts(random, 2 + random.nextInt(3));
        portal.state().putDeal(deal, rows(contacts));
        for (int i = 0; i < contacts.size(); i++) {
          insert.setLong(1, deal);
          insert.setLong(2, contacts.get(i));
          insert.setInt(3, (i + 1) * 10);
          insert.setBoolean(4, i == 0);
          insert.addBatch();
        }
      }
      insert.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("The demo cannot fill its mirror: " + e.getMessage(), e);
    }
  }

  private static List<Long> contacts(SplittableRandom random, int count) {
    List<Long> contacts = new ArrayList<>();
    while (contacts.size() < count) {
      long contact = 1 + random.nextInt(CONTACTS);
      if (!contacts.contains(contact)) {
        contacts.add(contact);
      }
    }
    return contacts;
  }

  private static String rows(List<Long> contacts) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < contacts.size(); i++) {
      rows.append(i == 0 ? "" : " ")
          .append(contacts.get(i))
          .append('/')
          .append((i + 1) * 10)
          .append(i == 0 ? "/Y" : "/N");
    }
    return rows.toString();
  }

  /**
   * People change deals in the CRM: a link goes, one comes, another primary, another order, all
   * links go, a whole deal goes.
   *
   * @return what happened, a line each
   */
  public List<String> driftOnPortal() {
    List<String> story = new ArrayList<>();
    List<Long> third = contactsOf(1003);
    List<Long> fourth = contactsOf(1004);
    List<Long> first = contactsOf(1001);
    var people = portal.state().asThirdParty();
    people.unlink(1001, first.get(1));
    story.add("deal 1001: a colleague removes contact %d".formatted(first.get(1)));
    people.link(1002, 399, false);
    story.add("deal 1002: a colleague links contact 399");
    people.setLinks(1003, promoted(third));
    story.add("deal 1003: a colleague makes contact %d the primary".formatted(third.get(1)));
    people.setLinks(1004, reversed(fourth));
    story.add("deal 1004: a colleague turns the order around");
    people.setLinks(1005, "");
    story.add("deal 1005: a colleague removes every contact");
    portal.state().removeDeal(1006);
    story.add("deal 1006: a colleague deletes the whole deal");
    return story;
  }

  private List<Long> contactsOf(long deal) {
    return portal.state().links(deal).stream().map(row -> row.contactId()).toList();
  }

  private static String promoted(List<Long> contacts) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < contacts.size(); i++) {
      rows.append(i == 0 ? "" : " ")
          .append(contacts.get(i))
          .append('/')
          .append((i + 1) * 10)
          .append(i == 1 ? "/Y" : "/N");
    }
    return rows.toString();
  }

  /** The primary stays the same contact, at the other end. */
  private static String reversed(List<Long> contacts) {
    StringBuilder rows = new StringBuilder();
    for (int i = contacts.size() - 1; i >= 0; i--) {
      rows.append(rows.isEmpty() ? "" : " ")
          .append(contacts.get(i))
          .append('/')
          .append((contacts.size() - i) * 10)
          .append(i == 0 ? "/Y" : "/N");
    }
    return rows.toString();
  }

  /**
   * People edit the mirror.
   *
   * @return the statements, as run
   */
  public List<String> editMirror() {
    long primary = contactsOf(1012).get(0);
    List<String> statements =
        List.of(
            "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1011, 400)",
            "DELETE FROM dealsync.deal_contact WHERE deal_id = 1012 AND contact_id = " + primary,
            "DELETE FROM dealsync.deal_contact WHERE deal_id = 1013",
            "UPDATE dealsync.deal_contact SET contact_id = 398 WHERE deal_id = 1014 AND is_primary",
            "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 1015");
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.executeUpdate(statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The demo cannot edit its mirror: " + e.getMessage(), e);
    }
    return statements;
  }

  /** What the two sides have, compared by contacts in order and primary. */
  public Comparison compare() {
    Map<Long, String> mirror = new TreeMap<>();
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                """
                SELECT d.deal_id, coalesce(string_agg(
                         l.contact_id || CASE WHEN l.is_primary THEN '*' ELSE '' END, ' '
                         ORDER BY l.sort NULLS LAST, l.contact_id), '')
                FROM dealsync.deal d LEFT JOIN dealsync.deal_contact l USING (portal, deal_id)
                GROUP BY d.deal_id\
                """)) {
      while (rows.next()) {
        mirror.put(rows.getLong(1), withPrimary(rows.getString(2)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The demo cannot read its mirror: " + e.getMessage(), e);
    }
    long equal =
        mirror.entrySet().stream()
            .filter(entry -> entry.getValue().equals(portalText(entry.getKey())))
            .count();
    List<Long> different =
        mirror.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(portalText(entry.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    return new Comparison(equal, different);
  }

  /** Without a mark the first contact is the primary. */
  private static String withPrimary(String contacts) {
    if (contacts.isEmpty() || contacts.contains("*")) {
      return contacts;
    }
    int end = contacts.indexOf(' ');
    return end < 0 ? contacts + "*" : contacts.substring(0, end) + "*" + contacts.substring(end);
  }

  private String portalText(long deal) {
    if (!portal.state().hasDeal(deal)) {
      return "no such deal";
    }
    StringBuilder text = new StringBuilder();
    portal
        .state()
        .links(deal)
        .forEach(
            row ->
                text.append(text.isEmpty() ? "" : " ")
                    .append(row.contactId())
                    .append(row.primary() ? "*" : ""));
    return text.toString();
  }

  /**
   * The two sides.
   *
   * @param equal deals that are equal
   * @param different deals that are not
   */
  public record Comparison(long equal, List<Long> different) {}

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl() + "?ApplicationName=demo", postgres.user(), postgres.password());
  }

  @Override
  public void close() {
    portal.close();
    postgres.close();
  }
}
