package io.dealsync.db;

import static io.dealsync.db.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTablesTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static Database database;
  private final TestSql sql = new TestSql(DATABASE.dataSource());
  private final Mirror mirror = database.mirror("main");

  @BeforeAll
  static void open() {
    database = TestSchema.open(DATABASE);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void clean() throws SQLException {
    TestSchema.clean(DATABASE);
  }

  @Test
  void a_deal_is_read_with_everything_that_a_decision_needs() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id, mode, policy) VALUES (7, 'add_only', 'mirror-wins')",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES (7, 5,"
            + " NULL, false), (7, 6, 30, true)",
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries) VALUES"
            + " ('main', 7, '{5,6}', '{10,20}', '{5}')",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 7, 'conflict',"
            + " 'both')");
    MirrorDeal deal = mirror.page(new Selection.All(), 0, 10).get(0);
    assertThat(deal.deal()).isEqualTo(7);
    assertThat(deal.mode()).isEqualTo(Mode.ADD_ONLY);
    assertThat(deal.policy()).contains(Policy.MIRROR_WINS);
    assertThat(deal.desired()).isEqualTo(set("6/30/Y 5/40/N"));
    assertThat(deal.base()).contains(set("5/10/Y 6/20/N"));
    assertThat(deal.standing().held()).isTrue();
    assertThat(deal.edit())
        .hasValue(Long.parseLong(sql.value("SELECT edit_mark FROM dealsync.deal")));
  }

  @Test
  void a_deal_without_links_base_hold_or_edit_is_read_as_such() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) VALUES (7)",
        "UPDATE dealsync.deal SET edit_mark = NULL");
    MirrorDeal deal = mirror.page(new Selection.All(), 0, 10).get(0);
    assertThat(deal.desired().isEmpty()).isTrue();
    assertThat(deal.policy()).isEmpty();
    assertThat(deal.base()).isEmpty();
    assertThat(deal.edit()).isEmpty();
    assertThat(deal.standing().held()).isFalse();
  }

  @Test
  void agreeing_on_no_contacts_is_not_the_same_as_never_having_agreed() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) VALUES (7)",
        "INSERT INTO dealsync.base_deal (portal, deal_id) VALUES ('main', 7)");
    assertThat(mirror.page(new Selection.All(), 0, 10).get(0).base()).contains(set(""));
  }

  @Test
  void pages_follow_each_other_by_id_without_paused_deals_and_other_portals() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, 10)",
        "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('branch', 4)",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 5");
    List<Long> deals = new ArrayList<>();
    List<MirrorDeal> page;
    do {
      page = mirror.page(new Selection.All(), deals.isEmpty() ? 0 : deals.get(deals.size() - 1), 4);
      page.forEach(deal -> deals.add(deal.deal()));
    } while (page.size() == 4);
    assertThat(deals).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L);
    assertThat(mirror.managed().all()).isEqualTo(10);
  }

  @Test
  void only_edited_or_named_deals_can_be_selected() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, 5)",
        "UPDATE dealsync.deal SET edit_mark = NULL WHERE deal_id <> 3");
    assertThat(mirror.page(new Selection.Edited(), 0, 10))
        .extracting(MirrorDeal::deal)
        .containsExactly(3L);
    assertThat(mirror.page(new Selection.Deals(List.of(4L, 2L, 99L)), 0, 10))
        .extracting(MirrorDeal::deal)
        .containsExactly(2L, 4L);
  }

  @Test
  void an_edit_that_is_held_is_left_out_until_there_is_a_newer_one() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, 4)",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail, edit_mark)"
            + " SELECT portal, deal_id, 'deal-missing', 'It is gone.', edit_mark FROM dealsync.deal"
            + " WHERE deal_id <= 3",
        "UPDATE dealsync.deal SET policy = 'hold' WHERE deal_id = 2",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 3");
    assertThat(mirror.page(new Selection.Edited(), 0, 10))
        .extracting(MirrorDeal::deal)
        .containsExactly(2L, 4L);
    assertThat(mirror.heldEdits()).isEqualTo(1);
    assertThat(mirror.page(new Selection.All(), 0, 10))
        .extracting(MirrorDeal::deal)
        .containsExactly(1L, 2L, 4L);
  }

  @Test
  void a_hold_that_was_noted_is_known_until_its_deal_is_edited() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) VALUES (1)",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail, edit_mark, acknowledged_at)"
            + " SELECT portal, deal_id, 'conflict', 'both', edit_mark, now() FROM dealsync.deal");
    assertThat(mirror.page(new Selection.All(), 0, 1).get(0).standing().known()).isPresent();
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 5)");
    assertThat(mirror.page(new Selection.All(), 0, 1).get(0).standing().known()).isEmpty();
  }

  @Test
  void links_are_lost_only_when_no_deal_of_the_portal_wants_any() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, 4)",
        "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('branch', 1)",
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries)"
            + " SELECT portal, deal_id, '{5,6}', '{10,20}', '{5}' FROM dealsync.deal");
    assertThat(mirror.lostLinks()).isEqualTo(8);

    sql.run("UPDATE dealsync.deal SET mode = 'paused' WHERE portal = 'main' AND deal_id = 4");
    assertThat(mirror.lostLinks()).isEqualTo(6);
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (4, 5)");
    assertThat(mirror.lostLinks()).isEqualTo(6);
    sql.run(
        "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('branch', 1, 5)");
    assertThat(mirror.lostLinks()).isEqualTo(6);
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 5)");
    assertThat(mirror.lostLinks()).isZero();
  }

  @Test
  void a_sample_has_managed_deals_only_and_all_of_them_when_there_are_few() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, 100) * 1000",
        "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('branch', 5)",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 3000");
    assertThat(mirror.sample(20))
        .extracting(MirrorDeal::deal)
        .hasSize(20)
        .doesNotHaveDuplicates()
        .doesNotContain(3000L)
        .allMatch(deal -> deal % 1000 == 0);
    assertThat(mirror.sample(200)).hasSize(99);
  }

  @ParameterizedTest
  @ValueSource(ints = {6000, 60_000})
  void a_sample_is_drawn_by_row_whatever_the_ids_are(int deals) throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, %d)".formatted(deals),
        "INSERT INTO dealsync.deal (deal_id) VALUES (79161234567), (9223372036854775807)",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id % 2 = 0");
    Set<Long> halves = new TreeSet<>();
    for (int draw = 0; draw < 20; draw++) {
      List<MirrorDeal> sample = mirror.sample(20);

      assertThat(sample)
          .extracting(MirrorDeal::deal)
          .hasSize(20)
          .doesNotHaveDuplicates()
          .allMatch(deal -> deal % 2 == 1);
      sample.forEach(deal -> halves.add(Math.min(3, deal.deal() * 4 / deals)));
    }
    assertThat(halves).as("quarters of the deals that were met").contains(0L, 1L, 2L, 3L);
  }

  @Test
  void deals_that_the_portal_did_not_show_are_no_sample() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) SELECT generate_series(1, 100)",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, state, read_at) SELECT 'main', d,"
            + " 'missing', now() FROM generate_series(1, 60) AS d");
    assertThat(mirror.sample(20)).extracting(MirrorDeal::deal).isNotEmpty().allMatch(d -> d > 60);
  }

  @Test
  void the_largest_id_is_a_deal_like_any_other() throws SQLException {
    sql.run("INSERT INTO dealsync.deal (deal_id) VALUES (1), (9223372036854775807)");
    assertThat(mirror.page(new Selection.All(), 1, 10))
        .extracting(MirrorDeal::deal)
        .containsExactly(Long.MAX_VALUE);
    assertThat(mirror.page(new Selection.All(), Long.MAX_VALUE, 10)).isEmpty();
    assertThat(mirror.sample(5)).hasSize(2);
  }

  @Test
  void a_deal_tells_when_it_was_last_read_or_else_agreed_on() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) VALUES (7), (8), (9)",
        "INSERT INTO dealsync.base_deal (portal, deal_id, agreed_at) VALUES ('main', 7,"
            + " '2026-01-01Z'), ('main', 8, '2026-01-01Z')",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, read_at) VALUES ('main', 7,"
            + " '2026-02-02Z')");
    assertThat(mirror.page(new Selection.All(), 0, 10))
        .extracting(deal -> deal.standing().readAt())
        .containsExactly(
            Optional.of(Instant.parse("2026-02-02T00:00:00Z")),
            Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
            Optional.empty());
  }
}
