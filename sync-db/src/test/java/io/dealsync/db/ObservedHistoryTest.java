package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time travel on the portal's side: what dealsync had read by a moment. */
class ObservedHistoryTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private final TestSql sql = new TestSql(DATABASE.dataSource());

  @BeforeEach
  void clean() throws SQLException {
    TestSchema.clean(DATABASE);
  }

  private void read(String day, String state, String contacts, String primaries)
      throws SQLException {
    sql.run(
        """
        INSERT INTO dealsync.observed_deal (portal, deal_id, state, contacts, sorts, primaries, read_at, run_id)
        SELECT 'main', 1, '%s', '%s', array_fill(10, ARRAY[cardinality('%2$s'::bigint[])]), '%s', '2026-03-%s', 1
        ON CONFLICT (portal, deal_id) DO UPDATE SET state = excluded.state, contacts = excluded.contacts,
          sorts = excluded.sorts, primaries = excluded.primaries, read_at = excluded.read_at"""
            .formatted(state, contacts, primaries, day));
  }

  private List<String> asOf(String day) throws SQLException {
    return sql.lines(
        "SELECT contact_id, is_primary, read_at::date FROM dealsync.observed_links_as_of('2026-03-%s') ORDER BY 1"
            .formatted(day));
  }

  @Test
  void tells_what_the_portal_had_answered_by_then() throws SQLException {
    read("02", "read", "{7,8}", "{7}");
    read("03", "read", "{7,8}", "{7}");
    read("05", "read", "{8}", "{8}");
    read("07", "missing", "{}", "{}");
    read("09", "read", "{7,8}", "{}");

    assertThat(asOf("01")).isEmpty();
    assertThat(asOf("04")).containsExactly("7|t|2026-03-02", "8|f|2026-03-02");
    assertThat(asOf("06")).containsExactly("8|t|2026-03-05");
    assertThat(asOf("08")).isEmpty();
    assertThat(asOf("10")).containsExactly("7|f|2026-03-09", "8|f|2026-03-09");
  }

  @Test
  void an_answer_like_the_one_before_costs_no_row() throws SQLException {
    read("02", "read", "{7,8}", "{7}");
    for (int day = 10; day < 20; day++) {
      read(Integer.toString(day), "read", "{7,8}", "{7}");
    }
    assertThat(sql.lines("SELECT count(*) FROM dealsync.observed_change")).containsExactly("1");
  }
}
