package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in db/examples do what they say. */
class ExamplesTest {

  private static final Set<String> TRIED = new TreeSet<>();

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  @TempDir Path folder;

  private TestSql sql;

  @BeforeEach
  void fill() throws SQLException {
    TestSchema.clean(DATABASE);
    sql = new TestSql(DATABASE.dataSource());
    sql.run(
        """
        INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)
        VALUES (1875, 55, 10, true), (1875, 56, 20, false)\
        """);
  }

  @AfterAll
  static void every_example_was_tried() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../db/examples"))) {
      assertThat(TRIED)
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void link() throws Exception {
    run("link.sql");
    assertThat(links(1875)).isEqualTo("55:10* 56:20 54:");
    assertThat(links(1876)).isEqualTo("55:10* 54:20 56:30");
    assertThat(
            sql.lines(
                "SELECT deal_id, contact_id FROM dealsync.deal_contact WHERE portal = 'branch'"))
        .containsExactly("1875|54");
  }

  @Test
  void unlink() throws Exception {
    run("link.sql");
    run("unlink.sql");
    assertThat(links(1875)).isEqualTo("55:10* 56:20");
    assertThat(links(1876)).isEmpty();
    assertThat(sql.lines("SELECT mode FROM dealsync.deal WHERE deal_id = 1876"))
        .containsExactly("mirror");
  }

  @Test
  void swap_the_primary() throws Exception {
    run("link.sql");
    run("swap-the-primary.sql");
    assertThat(links(1875)).isEqualTo("55:10 56:20 54:*");
    assertThat(links(1876)).isEqualTo("55:10 54:20* 56:30");
  }

  @Test
  void reorder() throws Exception {
    run("link.sql");
    sql.run(
        """
        INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id, sort, is_primary)
        VALUES ('branch', 9, 1, 10, false), ('branch', 9, 2, 20, true)\
        """);
    run("reorder.sql");
    assertThat(links(1875)).isEqualTo("56:10 54:20 55:30*");
    assertThat(links(9)).isEqualTo("2:10* 1:20");
  }

  @Test
  void replace_a_contact_everywhere() throws Exception {
    sql.run(
        """
        INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)
        VALUES (1, 54, 10, true), (1, 99, 20, false), (2, 54, 10, true), (3, 54, 20, false), (3, 99, 10, true), (4, 7, 10, false)\
        """,
        """
        INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id, is_primary)
        VALUES ('branch', 1, 54, true), ('branch', 1, 99, false), ('branch', 2, 54, true)\
        """);
    run("replace-a-contact-everywhere.sql");
    assertThat(links(1)).isEqualTo("99:20*");
    assertThat(links(2)).isEqualTo("99:10*");
    assertThat(links(3)).isEqualTo("99:10*");
    assertThat(links(4)).isEqualTo("7:10");
    assertThat(
            sql.lines(
                """
                SELECT deal_id, contact_id, is_primary FROM dealsync.deal_contact
                WHERE portal = 'branch' ORDER BY 1, 2\
                """))
        .containsExactly("1|54|t", "1|99|f", "2|54|t");
  }

  @Test
  void bulk_load() throws Exception {
    Files.writeString(folder.resolve("links.csv"), "deal,contact,sort,primary\n1,5,10,t\n1,6,,f\n");
    Files.writeString(
        folder.resolve("more-links.csv"), "deal,contact,sort,primary\n1,6,10,t\n1,7,20,f\n");
    run("bulk-load.sql");
    assertThat(links(1)).isEqualTo("6:10* 7:20");
    assertThat(links(1875)).isEqualTo("55:10* 56:20");
  }

  @Test
  void replace_links_by_a_table() throws Exception {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (5, 1, 10)");
    List<List<String>> answers = run("replace-links-by-a-table.sql");
    assertThat(answers.get(0))
        .containsExactly("5|release|{1}|{}", "1875|change|{55,56}|{56,54}", "1876|take-in|{}|{55}");
    assertThat(links(1875)).isEqualTo("56:10 54:20");
    assertThat(links(1876)).isEqualTo("55:10");
    assertThat(links(5)).isEqualTo("1:10*");
  }

  @Test
  void undo_an_edit() throws Exception {
    sql.run("DELETE FROM dealsync.deal_contact WHERE deal_id = 1875 AND contact_id = 56");
    List<List<String>> answers = run("undo-an-edit.sql");
    assertThat(answers.get(1)).containsExactly("1875|56|link|");
    assertThat(links(1875)).isEqualTo("55:10* 56:20");
  }

  @Test
  void one_deal_one_row() throws Exception {
    run("one-deal-one-row.sql");
    assertThat(links(1875)).isEmpty();
    assertThat(links(1876)).isEqualTo("54:10 55:20 56:30* 60:40");
  }

  @Test
  void what_happens_tonight() throws Exception {
    List<List<String>> answers = run("what-happens-tonight.sql");
    assertThat(answers.get(1)).contains("main|1 not read yet");
    assertThat(answers.get(2)).singleElement().asString().endsWith("|waits for the next run");
  }

  @Test
  void take_a_deal_out() throws Exception {
    run("take-a-deal-out.sql");
    assertThat(sql.lines("SELECT * FROM dealsync.deal")).isEmpty();
    assertThat(links(1875)).isEmpty();
  }

  @Test
  void pause() throws Exception {
    sql.run("INSERT INTO dealsync.deal (deal_id) VALUES (1876)");
    run("pause.sql");
    assertThat(sql.lines("SELECT deal_id, mode FROM dealsync.deal ORDER BY 1"))
        .containsExactly("1875|paused", "1876|add_only");
    assertThat(links(1875)).isEqualTo("55:10* 56:20");
  }

  @Test
  void what_would_change() throws Exception {
    portalHas(1875, "{55,60}", "1 hour");
    sql.run("INSERT INTO dealsync.base_deal (portal, deal_id) VALUES ('main', 1875)");
    List<List<String>> answers = run("what-would-change.sql");
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0)).singleElement().asString().startsWith("1875|link 56; unlink 60|");
    assertThat(answers.get(1)).containsExactly("1|1|1");
    assertThat(answers.get(2))
        .singleElement()
        .asString()
        .startsWith("1875|")
        .contains("{55,56}|55");
    assertThat(answers.get(3)).containsExactly("1875|{}|{55,56}|{55,60}|");
  }

  @Test
  void who_changed_this() throws Exception {
    portalHas(1875, "{55,56}", "2 weeks");
    sql.run(
        "UPDATE dealsync.edit SET made_at = made_at - interval '2 weeks'",
        "DELETE FROM dealsync.deal_contact WHERE contact_id = 56",
        "INSERT INTO dealsync.run (portal, command, state, started_by) VALUES ('main', 'plan',"
            + " 'planned', 'test')",
        """
        INSERT INTO dealsync.change (run_id, portal, deal_id, action, method, arguments, mode, policy, before, target, reason)
        VALUES (1, 'main', 1875, 'unlink', 'crm.deal.contact.delete', '[]', 'mirror', 'mirror-wins', '[]', '[]', 'edited')\
        """);

    List<List<String>> answers = run("who-changed-this.sql");

    assertThat(answers).hasSize(5);
    assertThat(answers.get(0)).hasSize(3);
    assertThat(answers.get(0).get(2)).contains(DATABASE.user()).contains("|delete|56|20|");
    assertThat(answers.get(1)).containsExactly("1|edited|crm.deal.contact.delete|planned||[]|[]|");
    assertThat(answers.get(2)).containsExactly("main|1875|55|10|t", "main|1875|56|20|f");
    assertThat(answers.get(3)).hasSize(2);
    assertThat(answers.get(4)).hasSize(2);
    assertThat(answers.get(4).get(0)).endsWith("|deal_contact|insert|2");
  }

  @Test
  void settle_a_conflict() throws Exception {
    sql.run(
        """
        INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)
        VALUES (1876, 55, 10, true), (1877, 55, 10, true)\
        """,
        "INSERT INTO dealsync.base_deal (portal, deal_id) SELECT 'main', generate_series(1875,"
            + " 1877)",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) SELECT 'main',"
            + " generate_series(1875, 1877), 'conflict', 'both sides'");
    for (long deal = 1875; deal <= 1877; deal++) {
      portalHas(deal, "{60,61}", "1 hour");
    }

    List<List<String>> answers = run("settle-a-conflict.sql");

    assertThat(answers.get(0)).hasSize(3);
    assertThat(links(1875)).isEqualTo("55:10* 56:20");
    assertThat(links(1876)).isEqualTo("60:10* 61:20");
    assertThat(links(1877)).isEqualTo("55:10* 60:20 61:30");
    assertThat(sql.lines("SELECT * FROM dealsync.hold")).isEmpty();
    assertThat(sql.lines("SELECT * FROM dealsync.conflict")).isEmpty();
  }

  @Test
  void review_a_plan() throws Exception {
    sql.run(
        "INSERT INTO dealsync.run (portal, command, state, started_by) VALUES ('main', 'plan',"
            + " 'planned', 'test')",
        """
        INSERT INTO dealsync.change (run_id, portal, deal_id, action, method, arguments, mode, policy, before, target, emptied)
        SELECT 1, 'main', deal, 'unlink', '', '[]', 'mirror', 'mirror-wins', '[]', '[]', deal = 3
        FROM unnest(ARRAY[1, 3, 1875]) AS deal\
        """);
    run("review-a-plan.sql");
    assertThat(sql.lines("SELECT deal_id, verdict FROM dealsync.change ORDER BY 1"))
        .containsExactly("1|apply", "3|skip", "1875|skip");
  }

  @Test
  void acknowledge_a_hold() throws Exception {
    sql.run(
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 1875,"
            + " 'deal-missing', 'gone')");
    run("acknowledge-a-hold.sql");
    assertThat(sql.value("SELECT acknowledged_by FROM dealsync.hold")).isEqualTo(DATABASE.user());
  }

  @Test
  void release_a_parked_deal() throws Exception {
    sql.run(
        "INSERT INTO dealsync.failure_streak (portal, deal_id, last_run, last_error) VALUES"
            + " ('main', 1875, 1, 'x'), ('main', 1876, 1, 'x')");
    run("release-a-parked-deal.sql");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.failure_streak")).containsExactly("1876");
  }

  private List<List<String>> run(String example) throws Exception {
    TRIED.add(example);
    try (Connection connection = DATABASE.connect()) {
      return new PsqlScript("examples/" + example).run(connection, folder);
    }
  }

  /** As read some time ago: two contacts, the first of them primary. */
  private void portalHas(long deal, String contacts, String ago) throws SQLException {
    sql.run(
        """
        INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, primaries, read_at)
        VALUES ('main', %1$d, '%2$s', '{10,20}', ('%2$s'::bigint[])[1:1], now() - interval '%3$s')\
        """
            .formatted(deal, contacts, ago));
  }

  /** The desired links in order: contact:sort, the primary with a star. */
  private String links(long deal) throws SQLException {
    return sql.value(
        """
        SELECT coalesce(string_agg(contact_id || ':' || coalesce(sort::text, '') || CASE WHEN is_primary THEN '*' ELSE '' END,
                                   ' ' ORDER BY sort NULLS LAST, contact_id), '')
        FROM dealsync.deal_contact WHERE deal_id = %d AND (portal = 'main' OR deal_id = 9)\
        """
            .formatted(deal));
  }
}
