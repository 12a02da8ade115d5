package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The desired links of a portal are replaced by what a table says: dealsync.replace_links. */
class LinkLoadTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final String EVERYTHING_WRITTEN =
      """
      SELECT (SELECT count(*) FROM dealsync.edit), (SELECT count(*) FROM dealsync.link_edit),
             (SELECT count(*) FROM dealsync.run), (SELECT count(*) FROM dealsync.change),
             (SELECT count(*) FROM dealsync.deal WHERE edit_mark IS NOT NULL),
             (SELECT md5(string_agg(xmin || ' ' || ctid, ',' ORDER BY ctid)) FROM dealsync.deal),
             (SELECT md5(string_agg(xmin || ' ' || ctid, ',' ORDER BY ctid)) FROM dealsync.deal_contact)\
      """;

  private final TestSql sql = new TestSql(DATABASE.dataSource());

  /** Deals 1 to 10 want contacts 54, primary, and 55; both sides have agreed on it. */
  @BeforeEach
  void ten_deals_are_managed() throws SQLException {
    TestSchema.clean(DATABASE);
    sql.run(
        "DELETE FROM dealsync.link_feed",
        "DROP SCHEMA IF EXISTS staging CASCADE",
        "CREATE SCHEMA staging",
        """
        INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)
        SELECT deal, contact, 10 * (contact - 53), contact = 54
        FROM generate_series(1, 10) AS deal, unnest(ARRAY[54, 55]) AS contact\
        """,
        "UPDATE dealsync.deal SET edit_mark = NULL",
        """
        CREATE TABLE staging.links AS
        SELECT deal_id, contact_id, sort, is_primary FROM dealsync.deal_contact\
        """);
  }

  @Test
  void an_identical_snapshot_writes_nothing_and_marks_nothing() throws SQLException {
    String before = sql.value(EVERYTHING_WRITTEN);
    for (int night = 0; night < 3; night++) {
      assertThat(load("release"))
          .isEqualTo("|20 rows of staging.links: nothing differs, nothing was written.");
    }
    assertThat(sql.value(EVERYTHING_WRITTEN)).isEqualTo(before);
  }

  @Test
  void only_what_really_differs_is_written() throws SQLException {
    sql.run(
        "DELETE FROM staging.links WHERE deal_id = 1 AND contact_id = 54",
        "UPDATE staging.links SET sort = 5 WHERE deal_id = 2 AND contact_id = 55",
        "UPDATE staging.links SET is_primary = NOT is_primary WHERE deal_id = 3",
        "INSERT INTO staging.links VALUES (11, 99, 10, true)");

    load("keep");

    assertThat(links(1)).isEqualTo("55:20");
    assertThat(links(2)).isEqualTo("55:5 54:10*");
    assertThat(links(3)).isEqualTo("54:10 55:20*");
    assertThat(links(11)).isEqualTo("99:10*");
    assertThat(marked()).containsExactly("1", "2", "3", "11");
    assertThat(
            sql.lines(
                "SELECT deal_id, action, adopt_from, adopt_to FROM dealsync.change WHERE deal_id IN"
                    + " (1, 11) ORDER BY 1"))
        .containsExactly(
            """
            1|adopt|[{"sort": 10, "contact": 54, "primary": true}, {"sort": 20, "contact": 55, "primary": false}]|[{"sort": 20, "contact": 55, "primary": true}]\
            """,
            """
            11|manage|[]|[{"sort": 10, "contact": 99, "primary": true}]\
            """);
    assertThat(sql.lines("SELECT command, state, changes FROM dealsync.run"))
        .containsExactly("load|done|4");
  }

  @Test
  void what_a_source_does_not_tell_stays() throws SQLException {
    sql.run(
        "ALTER TABLE staging.links DROP COLUMN sort, DROP COLUMN is_primary",
        "INSERT INTO staging.links VALUES (4, 50)",
        "UPDATE dealsync.deal_contact SET is_primary = contact_id = 55 WHERE deal_id = 4",
        "UPDATE dealsync.deal SET edit_mark = NULL");
    load("keep");
    assertThat(links(4)).isEqualTo("54:10 55:20* 50:");
    assertThat(marked()).containsExactly("4");
  }

  @Test
  void an_order_by_position_is_an_order_and_its_first_contact_is_primary() throws SQLException {
    sql.run(
        "ALTER TABLE staging.links DROP COLUMN is_primary",
        "ALTER TABLE staging.links RENAME sort TO position",
        "UPDATE staging.links SET position = contact_id - 53",
        "UPDATE dealsync.deal_contact SET sort = sort + 7",
        "UPDATE dealsync.deal SET edit_mark = NULL");
    load("keep");
    assertThat(marked()).isEmpty();

    sql.run("UPDATE staging.links SET position = 3 - position WHERE deal_id = 5");
    load("keep");
    assertThat(marked()).containsExactly("5");
    assertThat(links(5)).isEqualTo("55:10 54:20");
  }

  @Test
  void absent_deals_are_released_and_keep_what_a_person_decided() throws SQLException {
    sql.run(
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 9",
        "DELETE FROM staging.links WHERE deal_id >= 9");
    load("release");
    assertThat(sql.lines("SELECT deal_id, mode FROM dealsync.deal WHERE deal_id > 8 ORDER BY 1"))
        .containsExactly("9|paused");
    assertThat(links(9)).isEqualTo("54:10* 55:20");
    assertThat(links(10)).isEmpty();
    assertThat(sql.lines("SELECT deal_id, action, base_to FROM dealsync.change"))
        .containsExactly("10|unmanage|false");
  }

  @Test
  void absent_deals_are_cleared_or_kept_as_the_load_says() throws SQLException {
    sql.run("DELETE FROM staging.links WHERE deal_id = 10");
    load("keep");
    assertThat(links(10)).isEqualTo("54:10* 55:20");
    load("clear");
    assertThat(links(10)).isEmpty();
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal WHERE deal_id = 10")).isEqualTo("1");
    assertThat(load("clear")).contains("nothing differs");
  }

  @Test
  void a_deal_that_wants_no_contacts_is_released_like_any_other() throws SQLException {
    sql.run("INSERT INTO dealsync.deal (deal_id) VALUES (11)");
    load("keep");
    load("clear");
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal")).isEqualTo("11");
    load("release");
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal")).isEqualTo("10");
  }

  @Test
  void what_becomes_of_absent_deals_is_asked_for_once() throws SQLException {
    assertThatThrownBy(() -> sql.run("CALL dealsync.replace_links('staging.links', 'main')"))
        .hasMessageContaining("say what becomes of deals that are not in staging.links");
    assertThatThrownBy(() -> load("drop")).hasMessageContaining("not 'drop'");
    load("clear");
    sql.run(
        "DELETE FROM staging.links WHERE deal_id = 10",
        "CALL dealsync.replace_links('staging.links', 'main')");
    assertThat(links(10)).isEmpty();
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal")).isEqualTo("10");
  }

  @Test
  void a_preview_shows_the_deals_and_changes_nothing() throws SQLException {
    sql.run(
        "DELETE FROM staging.links WHERE deal_id = 10 OR (deal_id, contact_id) = (1, 54)",
        "INSERT INTO staging.links VALUES (11, 99, 10, true)");
    String before = sql.value(EVERYTHING_WRITTEN);
    assertThat(
            sql.lines("SELECT * FROM dealsync.preview_links('staging.links', absent => 'release')"))
        .containsExactly(
            "1|change|{54,55}|{55}|54|55", "10|release|{54,55}|{}|54|", "11|take-in|{}|{99}||99");
    assertThat(sql.value(EVERYTHING_WRITTEN)).isEqualTo(before);
  }

  @Test
  void an_empty_source_is_refused_unless_it_is_meant() throws SQLException {
    sql.run("DELETE FROM staging.links");
    String before = sql.value(EVERYTHING_WRITTEN);
    assertThatThrownBy(() -> load("clear"))
        .hasMessageContaining("staging.links has no rows; if no link is wanted, allow empty-source")
        .hasMessageContaining(
            "10 of 10 deals (100.0 %) would be cleared, because they are not in staging.links; the"
                + " limit is 10 %; if that is right, allow deals-lost-percent=100");
    assertThat(sql.value(EVERYTHING_WRITTEN)).isEqualTo(before);
    sql.run(
        "CALL dealsync.replace_links('staging.links', 'main', 'clear', ARRAY['empty-source',"
            + " 'deals-lost-percent=100'])");
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal_contact")).isEqualTo("0");
  }

  @Test
  void a_load_that_would_lose_many_links_is_refused_with_its_arithmetic() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal, contact FROM"
            + " generate_series(1, 10) AS deal, generate_series(101, 108) AS contact");
    assertThatThrownBy(() -> load("keep"))
        .hasMessageContaining(
            "80 of 100 desired links (80.0 %) would go; the limit is 20 %; if that is right, allow"
                + " links-lost-percent=80");
    sql.run(
        "CALL dealsync.replace_links('staging.links', 'main', 'keep',"
            + " ARRAY['links-lost-percent=80'])");
    assertThat(links(1)).isEqualTo("54:10* 55:20");
  }

  @Test
  void half_a_feed_is_refused_by_its_last_load() throws SQLException {
    load("keep");
    sql.run("DELETE FROM staging.links WHERE deal_id > 5");
    assertThatThrownBy(() -> load("keep"))
        .hasMessageContaining(
            "staging.links has 10 rows, 50.0 % fewer than the 20 of its last load; the limit is 20"
                + " %; if that is right, allow fewer-rows-percent=50");
    assertThat(sql.value("SELECT row_count FROM dealsync.link_feed")).isEqualTo("20");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INSERT INTO staging.links VALUES (1, 54, 30, false) | has contact 54 of deal 1 more than"
            + " once",
        "UPDATE staging.links SET is_primary = true WHERE deal_id = 2 | has 2 primary contacts of"
            + " deal 2",
        "UPDATE staging.links SET contact_id = NULL WHERE contact_id = 55 AND deal_id = 3 | has a"
            + " row without contact_id",
        "UPDATE staging.links SET contact_id = -1 WHERE contact_id = 55 AND deal_id = 3 | an id is"
            + " at least 1",
        "UPDATE staging.links SET sort = 0 WHERE contact_id = 55 AND deal_id = 3 | the sort 0",
        "ALTER TABLE staging.links ALTER deal_id TYPE text | column deal_id of staging.links is"
            + " text, not smallint or integer or bigint",
        "ALTER TABLE staging.links ALTER is_primary TYPE text | column is_primary of staging.links"
            + " is text, not boolean",
        "ALTER TABLE staging.links DROP COLUMN contact_id | staging.links has no column contact_id",
        "ALTER TABLE staging.links ADD position integer | sort and position",
        "ALTER TABLE staging.links ADD portal text DEFAULT 'branch' | has rows of portal branch",
        "DROP TABLE staging.links | does not exist",
        "DROP TABLE staging.links; CREATE SEQUENCE staging.links | is no table or view"
      })
  void what_cannot_be_meant_is_refused(String trouble, String why) throws SQLException {
    sql.run(trouble);
    assertThatThrownBy(() -> load("keep")).hasMessageContaining(why.trim());
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal_contact")).isEqualTo("20");
  }

  @Test
  void a_portal_that_no_configuration_names_is_refused() throws SQLException {
    assertThatThrownBy(
            () -> sql.run("CALL dealsync.replace_links('staging.links', 'mian', 'keep')"))
        .hasMessageContaining("there is no portal mian; did you mean main?");
  }

  @Test
  void a_source_that_is_being_written_is_refused_behind_a_view_as_well() throws SQLException {
    sql.run("CREATE VIEW staging.nightly AS SELECT * FROM staging.links");
    try (Connection writer = DATABASE.connect();
        Statement writing = writer.createStatement()) {
      writer.setAutoCommit(false);
      writing.execute("INSERT INTO staging.links VALUES (12, 54, 10, true)");
      for (String source : List.of("links", "nightly")) {
        assertThatThrownBy(
                () ->
                    sql.run(
                        "CALL dealsync.replace_links('staging.%s', 'main', 'keep')"
                            .formatted(source)))
            .hasMessageContaining("staging.%s is just being written by session".formatted(source));
      }
      writer.commit();
    }
    load("keep");
    assertThat(links(12)).isEqualTo("54:10*");
  }

  @Test
  void odd_names_and_temporary_tables_are_sources_like_any_other() throws SQLException {
    sql.run("ALTER TABLE staging.links RENAME TO \"it's; DROP\"");
    sql.run("CALL dealsync.replace_links('staging.\"it''s; DROP\"', 'main', 'keep')");
    sql.run(
        "CREATE TEMP TABLE deal_contact AS SELECT 7 AS deal_id, 77 AS contact_id",
        "BEGIN",
        "CALL dealsync.replace_links('deal_contact', 'main', 'keep', feed => 'by hand')",
        "CALL dealsync.replace_links('deal_contact', 'main', 'keep', feed => 'by hand')",
        "COMMIT");
    assertThat(links(7)).isEqualTo("77:");
    assertThat(sql.lines("SELECT feed, row_count FROM dealsync.link_feed ORDER BY 1"))
        .containsExactly("by hand|1", "staging.\"it's; DROP\"|20");
  }

  private String load(String absent) throws SQLException {
    return sql.value(
        "CALL dealsync.replace_links(source => 'staging.links', portal => 'main', absent => '%s')"
            .formatted(absent));
  }

  private List<String> marked() throws SQLException {
    return sql.lines("SELECT deal_id FROM dealsync.deal WHERE edit_mark IS NOT NULL ORDER BY 1");
  }

  private String links(long deal) throws SQLException {
    return sql.value(
        """
        SELECT coalesce(string_agg(contact_id || ':' || coalesce(sort::text, '') || CASE WHEN is_primary THEN '*' ELSE '' END,
                                   ' ' ORDER BY sort NULLS LAST, contact_id), '')
        FROM dealsync.deal_contact WHERE deal_id = %d\
        """
            .formatted(deal));
  }
}
