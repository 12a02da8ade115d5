package io.dealsync.db;

import static io.dealsync.db.Changes.change;
import static io.dealsync.db.Changes.withEdit;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Selection;
import io.dealsync.guard.EditGroup;
import io.dealsync.guard.Limit;
import io.dealsync.guard.Refusal;
import io.dealsync.guard.RefusedEdits;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.plan.Change;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupedEditsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final List<Refusal> REFUSALS =
      List.of(new Refusal(Limit.CHANGED_PERCENT, "too many", "changed-percent=50"));

  private static Database database;

  private final TestSql sql = new TestSql(DATABASE.dataSource());
  private RunLease lease;
  private Journal journal;

  @BeforeAll
  static void openPool() {
    database = TestSchema.open(DATABASE);
  }

  @AfterAll
  static void closePool() {
    database.close();
  }

  /** Deals 1 to 3 are edited in one transaction, 4 in another; 5 is not edited. */
  @BeforeEach
  void edit() throws SQLException {
    TestSchema.clean(DATABASE);
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT d, 5 FROM"
            + " generate_series(1, 5) AS d",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 6);"
            + " DELETE FROM dealsync.deal_contact WHERE deal_id = 2;"
            + " UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id = 3",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (4, 6)",
        "UPDATE dealsync.deal SET edit_mark = NULL WHERE deal_id = 5");
    lease = database.leases().acquire("main", "sync");
    journal = lease.open(Scene.HEADER);
    List<MirrorDeal> deals = database.mirror("main").page(new Selection.All(), 0, 9);
    journal.planned(deals.stream().map(GroupedEditsTest::planned).toList());
    journal.totals(Scene.totals(5));
  }

  @AfterEach
  void close() {
    lease.close();
  }

  private static Change planned(MirrorDeal deal) {
    Change change =
        deal.deal() == 2 ? change(2, "5/10/Y 6/20/N", "") : change(deal.deal(), "6/10/Y", "5/10/Y");
    return withEdit(change, deal.edit());
  }

  @Test
  void edits_that_were_committed_together_are_one_group() {
    assertThat(journal.editGroups())
        .extracting(EditGroup::changes, EditGroup::emptied, EditGroup::removedLinks)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, 1L, 4L),
            org.assertj.core.groups.Tuple.tuple(1L, 0L, 1L));
  }

  @Test
  void what_is_set_aside_waits_held_until_its_run_is_taken_up_again() throws SQLException {
    journal.setAside(new RefusedEdits(journal.editGroups().subList(0, 1), REFUSALS));

    assertThat(journal.pending(0, 9)).extracting(Change::deal).containsExactly(4L, 5L);
    assertThat(sql.lines("SELECT deal_id, reason FROM dealsync.hold ORDER BY 1"))
        .containsExactly("1|guard", "2|guard", "3|guard");
    assertThat(sql.lines("SELECT DISTINCT detail FROM dealsync.hold").get(0))
        .startsWith("Edited together with 2 other deals, and refused: too many. Waits for");
    assertThat(journal.editGroups()).extracting(EditGroup::refused).containsExactly(true, false);
    assertThat(edited()).containsExactly(4L);

    sql.run("UPDATE dealsync.deal_contact SET sort = 7 WHERE deal_id = 1");
    assertThat(edited()).as("a newer edit is tried").containsExactly(1L, 4L);

    lease.finish(journal.run(), Scene.end(RunState.REFUSED));
    Journal again = lease.resume(journal.run(), Scene.HEADER);
    assertThat(again.pending(0, 9)).hasSize(5);
  }

  private static List<Long> edited() {
    return database.mirror("main").page(new Selection.Edited(), 0, 9).stream()
        .map(MirrorDeal::deal)
        .toList();
  }
}
