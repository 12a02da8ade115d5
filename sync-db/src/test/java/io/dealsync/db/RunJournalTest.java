package io.dealsync.db;

import static io.dealsync.db.Changes.THEN;
import static io.dealsync.db.Changes.adopting;
import static io.dealsync.db.Changes.change;
import static io.dealsync.db.Changes.image;
import static io.dealsync.db.Changes.set;
import static io.dealsync.db.Changes.withEdit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.decide.HoldReason;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Intents;
import io.dealsync.journal.Journal;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.Settled;
import io.dealsync.link.Link;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.PastRepair;
import io.dealsync.plan.PlanTotals;
import io.dealsync.plan.Rebase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunJournalTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final RunHeader HEADER =
      new RunHeader("main", "sync", "me at here", OptionalLong.empty(), Map.of());
  private static final PlanTotals TOTALS =
      new PlanTotals(ManagedDeals.mirrored(3), 3, 0, 3, 0, 0, 0, 3, 0, 3, 0, 0, 0, true);

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

  @BeforeEach
  void open() throws SQLException {
    TestSchema.clean(DATABASE);
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5), (8, 5), (9, 5)");
    lease = database.leases().acquire("main", "sync");
    journal = lease.open(HEADER);
  }

  @AfterEach
  void close() {
    lease.close();
  }

  @Test
  void observations_keep_every_value_and_the_latest_counts() throws SQLException {
    journal.observed(
        List.of(
            new DealObservation(7, new Observation.Present(image("5/10/Y 6/10/Y"), THEN)),
            new DealObservation(8, new Observation.Missing(THEN)),
            new DealObservation(9, new Observation.Denied("Access denied!", THEN))));
    journal.observed(
        List.of(
            new DealObservation(7, new Observation.Present(image("6/-5/N 5/0/N"), THEN)),
            new DealObservation(9, new Observation.Unreadable("<html>", THEN))));
    assertThat(
            sql.lines(
                "SELECT deal_id, state, detail, contacts, sorts, primaries FROM"
                    + " dealsync.observed_deal ORDER BY 1"))
        .containsExactly(
            "7|read||{6,5}|{-5,0}|{}", "8|missing||{}|{}|{}", "9|denied|Access denied!|{}|{}|{}");
  }

  @Test
  void an_agreement_moves_the_base_and_lifts_mark_hold_and_streak() throws SQLException {
    journal.held(List.of(new HeldDeal(7, HoldReason.BOTH_CHANGED, "both")));
    journal.failed(List.of(new FailedDeal(8, "broken")));
    journal.agreed(
        List.of(new Agreement(7, image("5/10/Y"), mark(7)), new Agreement(8, image(""), mark(8))));
    assertThat(
            sql.lines(
                "SELECT deal_id, contacts, sorts, primaries FROM dealsync.base_deal ORDER BY 1"))
        .containsExactly("7|{5}|{10}|{5}", "8|{}|{}|{}");
    assertThat(sql.lines("SELECT deal_id, contacts FROM dealsync.observed_deal ORDER BY 1"))
        .containsExactly("7|{5}", "8|{}");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal")).containsExactly("9");
    assertThat(sql.lines("SELECT * FROM dealsync.hold")).isEmpty();
    assertThat(sql.lines("SELECT * FROM dealsync.failure_streak")).isEmpty();
  }

  @Test
  void a_deal_that_is_half_way_there_has_still_failed() throws SQLException {
    journal.failed(List.of(new FailedDeal(7, "broken")));
    journal.agreed(List.of(new Agreement(7, image("5/10/Y"), mark(7), false)));
    assertThat(sql.value("SELECT contacts FROM dealsync.base_deal")).isEqualTo("{5}");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.failure_streak")).containsExactly("7");
  }

  @Test
  void what_the_list_shows_does_not_replace_what_was_read_one_by_one() throws SQLException {
    journal.observed(
        List.of(new DealObservation(7, new Observation.Present(image("5/100/Y 6/200/N"), THEN))));
    journal.agreed(List.of(new Agreement(7, image("5/10/Y 6/20/N"), OptionalLong.empty())));
    assertThat(sql.lines("SELECT sorts FROM dealsync.observed_deal")).containsExactly("{100,200}");
    journal.agreed(List.of(new Agreement(7, image("5/10/Y"), OptionalLong.empty())));
    assertThat(sql.lines("SELECT contacts, sorts FROM dealsync.observed_deal"))
        .containsExactly("{5}|{10}");
  }

  @Test
  void an_edit_that_the_agreement_does_not_cover_stays_marked() throws SQLException {
    OptionalLong seen = mark(7);
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 6)");
    journal.agreed(
        List.of(
            new Agreement(7, image("5/10/Y"), seen),
            new Agreement(8, image("5/10/Y"), OptionalLong.empty())));
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal ORDER BY 1"))
        .containsExactly("7", "8", "9");
  }

  static Stream<Change> changes() {
    return Stream.of(
        change(7, "5/10/Y", "5/10/Y 6/20/N", new Method.Add(List.of(new Link(6, 20, false)))),
        change(7, "5/10/Y 6/20/N", "5/10/Y", new Method.Remove(6)),
        change(7, "5/10/Y 6/10/Y", "6/10/Y 5/20/N"),
        change(7, "5/0/N", ""),
        withEdit(change(7, "", "5/10/Y"), OptionalLong.of(99)),
        adopting(change(7, "5/10/Y", "5/10/Y", new Method.Keep()), "6/10/Y", "5/10/Y"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_planned_change_comes_back_as_it_was(Change change) throws SQLException {
    journal.planned(List.of(change));
    assertThat(journal.pending(0, 10)).containsExactly(change);
    intend(List.of(change));
    assertThat(journal.openIntents(0, 0, 10))
        .containsExactly(new OpenIntent(journal.run(), false, true, change));
  }

  @Test
  void a_planned_change_reads_well_in_sql() throws SQLException {
    journal.planned(List.of(change(7, "5/10/Y", "6/10/Y")));
    assertThat(
            sql.value(
                "SELECT action, method, before, target, status, reason, added, removed, emptied"
                    + " FROM dealsync.change"))
        .isEqualTo(
            "replace|crm.deal.contact.items.set"
                + "|[{\"sort\": 10, \"contact\": 5, \"primary\": true}]"
                + "|[{\"sort\": 10, \"contact\": 6, \"primary\": true}]"
                + "|planned|link 6; unlink 5; primary 5 → 6|1|1|f");
  }

  @Test
  void pending_changes_come_by_id_page_by_page() {
    journal.planned(
        List.of(change(9, "", "5/10/Y"), change(7, "", "5/10/Y"), change(8, "", "5/10/Y")));
    assertThat(journal.pending(0, 2)).extracting(Change::deal).containsExactly(7L, 8L);
    assertThat(journal.pending(8, 2)).extracting(Change::deal).containsExactly(9L);
  }

  @Test
  void the_database_knows_at_once_how_many_changes_a_big_plan_has() throws SQLException {
    journal.planned(Scene.each(1, 1_000, deal -> change(deal, "", "5/10/Y")));
    journal.totals(Scene.totals(1_000));
    assertThat(
            sql.value(
                "SELECT reltuples::int FROM pg_class WHERE oid = 'dealsync.change'::regclass"))
        .isEqualTo("1000");
  }

  @Test
  void deals_that_a_run_has_brought_in_sync_are_counted_once_however_often_it_is_taken_up()
      throws SQLException {
    storePlan();
    Change first = journal.pending(0, 1).get(0);
    intend(List.of(first));
    journal.settle(List.of(new Settled(first, new Outcome.Verified(image("5/10/Y")))));
    lease.finish(journal.run(), Scene.end(RunState.INTERRUPTED));

    journal = lease.resume(journal.run(), HEADER);
    long inSync = journal.remaining().inSync();

    assertThat(journal.remaining().inSync()).isEqualTo(inSync);
    lease.finish(journal.run(), Scene.end(RunState.INTERRUPTED));
    journal = lease.resume(journal.run(), HEADER);
    assertThat(journal.remaining().inSync()).isEqualTo(inSync);
  }

  @Test
  void what_people_took_out_of_a_stored_plan_is_skipped() throws SQLException {
    storePlan();
    sql.run(
        "UPDATE dealsync.change SET verdict = 'skip' WHERE deal_id = 7",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 8");
    journal = lease.resume(journal.run(), HEADER);
    PlanTotals remaining = journal.remaining();
    assertThat(remaining.changes()).isEqualTo(1);
    assertThat(remaining.addedLinks()).isEqualTo(1);
    assertThat(remaining.everything()).isTrue();
    assertThat(journal.pending(0, 10)).extracting(Change::deal).containsExactly(9L);
    assertThat(sql.lines("SELECT deal_id, status FROM dealsync.change ORDER BY 1"))
        .containsExactly("7|skipped", "8|skipped", "9|planned");
  }

  @Test
  void a_change_is_not_applied_to_a_deal_that_was_taken_out_or_is_treated_differently()
      throws SQLException {
    storePlan();
    sql.run(
        "DELETE FROM dealsync.deal WHERE deal_id = 7",
        "UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = 8");
    assertThat(journal.pending(0, 10)).extracting(Change::deal).containsExactly(8L, 9L);
    journal = lease.resume(journal.run(), HEADER);
    assertThat(journal.remaining().changes()).isEqualTo(1);
    assertThat(journal.remaining().managed().all()).isEqualTo(2);
    assertThat(sql.lines("SELECT deal_id, status FROM dealsync.change ORDER BY 1"))
        .containsExactly("7|skipped", "8|edited", "9|planned");
    assertThat(journal.news()).isEqualTo(1);
  }

  @Test
  void a_change_is_intended_only_while_its_deal_is_as_it_was_planned_for() throws SQLException {
    sql.run(
        "UPDATE dealsync.deal SET edit_mark = NULL",
        "INSERT INTO dealsync.deal (deal_id, edit_mark) SELECT id, NULL FROM generate_series(10,"
            + " 16) AS id");
    List<Change> changes =
        LongStream.rangeClosed(7, 16).mapToObj(deal -> change(deal, "", "5/10/Y")).toList();
    journal.planned(changes);
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 6)",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 8",
        "DELETE FROM dealsync.deal WHERE deal_id = 9",
        "UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = 10",
        "UPDATE dealsync.deal SET policy = 'hold' WHERE deal_id = 11",
        "INSERT INTO dealsync.base_deal (deal_id, portal) VALUES (12, 'main')",
        "UPDATE dealsync.deal SET note = 'nothing new' WHERE deal_id = 13");
    try (var editor = DATABASE.dataSource().getConnection();
        var edit = editor.createStatement()) {
      editor.setAutoCommit(false);
      edit.execute("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (14, 6)");

      Intents intents = journal.intend(changes, Policy.MIRROR_WINS);

      assertThat(intents.committed()).extracting(Change::deal).containsExactly(13L, 15L, 16L);
      assertThat(intents.edited())
          .extracting(each -> each.change().deal() + " " + each.detail())
          .containsExactly(
              "7 Not sent: the mirror was edited since the plan. The next run carries the edit.",
              "8 Not sent: the deal was paused since the plan.",
              "9 Not sent: the deal was taken out of the mirror since the plan.",
              "10 Not sent: the mirror was edited since the plan. The next run carries the edit.",
              "11 Not sent: the mirror was edited since the plan. The next run carries the edit.",
              "12 Not sent: the mirror was edited since the plan. The next run carries the edit.",
              "14 Not sent: someone is editing the deal in the mirror. The next run carries what"
                  + " it comes to.");
      journal.settle(
          intents.edited().stream()
              .map(
                  each ->
                      new Settled(
                          each.change(), new Outcome.Edited(each.detail(), Optional.empty())))
              .toList());
      editor.rollback();
    }
    assertThat(sql.value("SELECT status, reason FROM dealsync.change WHERE deal_id = 14"))
        .startsWith("edited");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.change WHERE status = 'sent' ORDER BY 1"))
        .containsExactly("13", "15", "16");
  }

  @Test
  void what_a_call_found_corrects_the_before_image_of_its_open_intent() throws SQLException {
    Change change = change(7, "6/10/Y", "5/10/Y");
    journal.planned(List.of(change));
    intend(List.of(change));
    journal.found(List.of(new Evidence(7, image("6/10/Y 9/20/N"), "A colleague's link.")));
    journal.settle(List.of(new Settled(change, new Outcome.Verified(image("5/10/Y")))));

    ChangeRecord row = database.archive().changes(journal.run(), 0, 1).get(0);
    assertThat(row.before()).contains(image("6/10/Y 9/20/N"));
    assertThat(row.reason()).endsWith(". A colleague's link.");
    assertThatThrownBy(
            () -> journal.found(List.of(new Evidence(7, image("6/10/Y"), "Something else."))))
        .isInstanceOf(DatabaseException.class);
  }

  @Test
  void sort_values_that_a_call_found_correct_the_before_image_and_are_no_news()
      throws SQLException {
    Change change = change(7, "6/10/Y 9/20/N", "5/10/Y");
    journal.planned(List.of(change));
    intend(List.of(change));
    journal.found(List.of(new Evidence(7, image("6/7/Y 9/13/N"), "")));

    ChangeRecord row = database.archive().changes(journal.run(), 0, 1).get(0);
    assertThat(row.before()).contains(image("6/7/Y 9/13/N"));
    assertThatThrownBy(() -> journal.found(List.of(new Evidence(7, image("6/7/N 9/13/Y"), ""))))
        .isInstanceOf(DatabaseException.class);
  }

  @Test
  void a_change_does_not_stand_under_another_policy_of_the_portal() throws SQLException {
    sql.run("UPDATE dealsync.deal SET edit_mark = NULL");
    journal.planned(List.of(change(7, "", "5/10/Y")));

    assertThat(journal.intend(List.of(change(7, "", "5/10/Y")), Policy.HOLD).committed()).isEmpty();
  }

  @Test
  void own_work_half_done_does_not_keep_a_change_from_another_attempt() throws SQLException {
    Change change = change(7, "6/10/Y", "5/10/Y");
    journal.planned(List.of(change));
    intend(List.of(change));
    journal.agreed(List.of(new Agreement(7, image(""), OptionalLong.empty(), false)));

    assertThat(intend(List.of(change)).committed()).containsExactly(change);
  }

  @Test
  void remaining_counts_what_ended_meanwhile() throws SQLException {
    storePlan();
    journal = lease.resume(journal.run(), HEADER);
    journal.settle(
        List.of(
            new Settled(
                change(7, "", "5/10/Y"),
                new Outcome.Held(HoldReason.CONTACT_MISSING, "Contact 5 is gone."))));
    PlanTotals remaining = journal.remaining();
    assertThat(remaining.changes()).isEqualTo(2);
    assertThat(remaining.held()).isEqualTo(1);
  }

  @Test
  void replanned_changes_replace_what_was_decided() {
    journal.planned(List.of(change(7, "", "5/10/Y")));
    Change redecided = change(7, "6/10/Y", "5/10/Y");
    journal.replanned(List.of(redecided));
    assertThat(journal.pending(0, 10)).containsExactly(redecided);
  }

  @Test
  void a_further_attempt_keeps_the_first_before_image() throws SQLException {
    journal.planned(List.of(change(7, "6/10/Y", "5/10/Y")));
    intend(List.of(change(7, "6/10/Y", "5/10/Y")));
    intend(List.of(change(7, "6/10/Y 9/20/N", "5/20/Y")));
    Change open = journal.openIntents(0, 0, 10).get(0).change();
    assertThat(open.before()).isEqualTo(image("6/10/Y"));
    assertThat(open.target()).isEqualTo(Changes.set("5/20/Y"));
    assertThat(sql.value("SELECT attempts, status FROM dealsync.change")).isEqualTo("2|sent");
  }

  @Test
  void a_change_that_did_not_leave_is_planned_again_and_is_no_failure() throws SQLException {
    Change change = change(7, "6/10/Y", "5/10/Y");
    journal.planned(List.of(change));
    for (int again = 0; again < 2; again++) {
      intend(List.of(change));
      journal.settle(List.of(new Settled(change, new Outcome.NotSent("Not sent: too busy"))));
      assertThat(
              sql.value(
                  "SELECT status, attempts, error, sent_at IS NULL, settled_at IS NULL FROM"
                      + " dealsync.change"))
          .isEqualTo("planned|0|Not sent: too busy|t|t");
    }
    assertThat(journal.openIntents(0, 0, 10)).isEmpty();
    assertThat(journal.pending(0, 10)).containsExactly(change);
    assertThat(sql.lines("SELECT deal_id FROM dealsync.failure_streak")).isEmpty();
    Change redecided = change(7, "6/10/Y 9/20/N", "5/10/Y");
    journal.replanned(List.of(redecided));
    intend(List.of(redecided));
    assertThat(journal.openIntents(0, 0, 10).get(0).change().before())
        .isEqualTo(redecided.before());
    assertThat(sql.value("SELECT error, attempts FROM dealsync.change")).isEqualTo("|1");
  }

  @Test
  void a_change_of_which_an_attempt_left_is_not_planned_again() throws SQLException {
    Change change = change(7, "6/10/Y", "5/10/Y");
    journal.planned(List.of(change));
    intend(List.of(change));
    intend(List.of(change));
    assertThatThrownBy(
            () -> journal.settle(List.of(new Settled(change, new Outcome.NotSent("too busy")))))
        .hasMessageContaining("it is sent and cannot become planned");
  }

  @Test
  void what_a_failed_change_left_is_remembered() throws SQLException {
    Change change = change(7, "6/10/Y", "5/10/Y");
    journal.planned(List.of(change));
    intend(List.of(change));
    journal.settle(
        List.of(new Settled(change, new Outcome.Failed("No.", Optional.of(image("5/10/Y"))))));
    assertThat(sql.value("SELECT status, after->0->>'contact' FROM dealsync.change"))
        .isEqualTo("failed|5");
  }

  @Test
  void an_intent_that_may_not_be_committed_stops_everything() throws SQLException {
    journal.planned(List.of(change(7, "", "5/10/Y"), change(8, "", "5/10/Y")));
    journal.settle(
        List.of(new Settled(change(7, "", "5/10/Y"), new Outcome.Failed("The deal is broken."))));
    assertThatThrownBy(() -> intend(List.of(change(7, "", "5/10/Y"), change(8, "", "5/10/Y"))))
        .hasMessageContaining("may send 1 of these 2 changes only; none of them was sent");
    assertThat(journal.openIntents(0, 0, 10)).isEmpty();
  }

  @Test
  void every_outcome_is_recorded_with_what_follows_from_it() throws SQLException {
    sql.run("INSERT INTO dealsync.deal (deal_id) VALUES (10), (11)");
    List<Change> changes =
        List.of(
            withEdit(change(7, "", "5/10/Y"), mark(7)),
            change(8, "", "5/10/Y"),
            change(9, "", "5/10/Y"),
            change(10, "", "5/10/Y"),
            change(11, "", "5/10/Y"));
    journal.planned(changes);
    intend(changes);
    journal.settle(
        List.of(
            new Settled(changes.get(0), new Outcome.Verified(image("5/10/Y"))),
            new Settled(changes.get(1), new Outcome.Failed("The portal refused.")),
            new Settled(changes.get(2), new Outcome.Unknown("The connection broke.")),
            new Settled(changes.get(3), new Outcome.Held(HoldReason.GUARD, "It moved.")),
            new Settled(changes.get(4), new Outcome.Needless(image("5/10/Y")))));
    assertThat(
            sql.lines(
                """
                SELECT deal_id, status, reason, error, after IS NOT NULL, settled_at IS NOT NULL
                FROM dealsync.change ORDER BY 1\
                """))
        .containsExactly(
            "7|verified|link 5||t|t",
            "8|failed|link 5|The portal refused.|f|t",
            "9|unknown|link 5|The connection broke.|f|f",
            "10|held|It moved.||f|t",
            "11|skipped|link 5||t|t");
    assertThat(sql.lines("SELECT deal_id, contacts FROM dealsync.base_deal ORDER BY 1"))
        .containsExactly("7|{5}", "11|{5}");
    assertThat(sql.lines("SELECT deal_id, reason FROM dealsync.hold")).containsExactly("10|guard");
    assertThat(sql.lines("SELECT deal_id, failures FROM dealsync.failure_streak"))
        .containsExactly("8|0");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal WHERE deal_id = 7")).isEmpty();
  }

  @Test
  void open_intents_of_earlier_runs_are_settled_in_their_own_rows() throws SQLException {
    Change change = change(7, "", "5/10/Y");
    journal.planned(List.of(change));
    intend(List.of(change));
    long earlier = journal.run();
    lease.close();
    lease = database.leases().acquire("main", "sync");
    journal = lease.open(HEADER);
    List<OpenIntent> open = journal.openIntents(0, 0, 10);
    assertThat(open).containsExactly(new OpenIntent(earlier, false, true, change));
    journal.settleEarlier(open, List.of(new Outcome.Verified(image("5/10/Y"))));
    assertThat(journal.openIntents(0, 0, 10)).isEmpty();
    assertThat(sql.lines("SELECT run_id, status FROM dealsync.change"))
        .containsExactly(earlier + "|verified");
  }

  @Test
  void a_change_that_died_with_its_run_is_no_failure_of_its_deal() throws SQLException {
    List<Change> changes = List.of(change(7, "", "5/10/Y"), change(8, "", "5/10/Y"));
    journal.planned(changes);
    intend(changes);
    journal.settle(
        List.of(new Settled(changes.get(1), new Outcome.Unknown("No answer came in time."))));
    journal = lease.open(HEADER);
    Outcome without = new Outcome.Failed("It did not take effect.");
    journal.settleEarlier(journal.openIntents(0, 0, 10), List.of(without, without));
    assertThat(sql.lines("SELECT deal_id, status FROM dealsync.change ORDER BY 1"))
        .containsExactly("7|failed", "8|failed");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.failure_streak")).containsExactly("8");
  }

  @Test
  void an_intent_that_cannot_be_explained_stays_open_and_is_passed_over() throws SQLException {
    List<Change> changes = List.of(change(7, "", "5/10/Y"), change(8, "", "5/10/Y"));
    journal.planned(changes);
    intend(changes);
    long earlier = journal.run();
    journal =
        lease.open(
            new RunHeader("main", "undo", "tester@here", OptionalLong.of(earlier), Map.of()));
    journal.planned(changes);
    intend(changes);
    List<OpenIntent> first = journal.openIntents(0, 0, 1);
    assertThat(first).containsExactly(new OpenIntent(earlier, false, true, changes.get(0)));
    journal.settleEarlier(first, List.of(new Outcome.Unknown("It cannot be seen.")));
    assertThat(journal.openIntents(0, 0, 1))
        .containsExactly(new OpenIntent(earlier, false, false, changes.get(0)));
    journal.settleEarlier(first, List.of(new Outcome.Unknown("It still cannot be seen.")));
    assertThat(
            sql.value(
                "SELECT status, error FROM dealsync.change WHERE deal_id = 7 AND run_id = "
                    + earlier))
        .isEqualTo("unknown|It still cannot be seen.");
    assertThat(journal.openIntents(earlier, 7, 10))
        .containsExactly(
            new OpenIntent(earlier, false, true, changes.get(1)),
            new OpenIntent(journal.run(), true, true, changes.get(0)),
            new OpenIntent(journal.run(), true, true, changes.get(1)));
  }

  @Test
  void two_runs_that_left_the_same_deal_open_are_settled_together() throws SQLException {
    for (int i = 0; i < 2; i++) {
      journal = lease.open(HEADER);
      journal.planned(List.of(change(7, "", "5/10/Y")));
      intend(List.of(change(7, "", "5/10/Y")));
    }
    List<OpenIntent> open = journal.openIntents(0, 0, 10);
    journal.settleEarlier(
        open, List.of(new Outcome.Failed("overtaken"), new Outcome.Verified(image("5/10/Y"))));
    assertThat(sql.lines("SELECT status FROM dealsync.change ORDER BY run_id"))
        .containsExactly("failed", "verified");
    assertThat(sql.lines("SELECT * FROM dealsync.failure_streak")).isEmpty();
  }

  @Test
  void a_hold_that_goes_on_keeps_its_age_and_acknowledgement_until_it_changes()
      throws SQLException {
    journal.held(List.of(new HeldDeal(7, HoldReason.DEAL_MISSING, "It is gone.")));
    sql.run(
        "UPDATE dealsync.hold SET acknowledged_at = now(), note = 'known', since = '2026-01-01'");
    journal = lease.open(HEADER);
    journal.held(List.of(new HeldDeal(7, HoldReason.DEAL_MISSING, "It is gone.")));
    assertThat(sql.value("SELECT since::date, times, note FROM dealsync.hold"))
        .isEqualTo("2026-01-01|2|known");
    journal = lease.open(HEADER);
    journal.held(List.of(new HeldDeal(7, HoldReason.CONTACT_MISSING, "Contact 5 is gone.")));
    assertThat(
            sql.value(
                "SELECT reason, since > '2026-01-02', times, acknowledged_at, note FROM"
                    + " dealsync.hold"))
        .isEqualTo("contact-missing|t|1||");
    assertThat(sql.lines("SELECT status, action, reason FROM dealsync.change ORDER BY run_id"))
        .containsExactly(
            "held|hold|It is gone.", "held|hold|It is gone.", "held|hold|Contact 5 is gone.");
  }

  @Test
  void a_hold_for_a_newer_edit_is_noted_by_nobody_yet() throws SQLException {
    journal.held(
        List.of(new HeldDeal(7, HoldReason.DEAL_MISSING, "It is gone.", OptionalLong.of(1))));
    sql.run("UPDATE dealsync.hold SET acknowledged_at = now()");
    journal = lease.open(HEADER);
    journal.held(
        List.of(new HeldDeal(7, HoldReason.DEAL_MISSING, "It is gone.", OptionalLong.of(2))));
    assertThat(sql.value("SELECT edit_mark, times, acknowledged_at FROM dealsync.hold"))
        .isEqualTo("2|2|");
  }

  @Test
  void failures_count_by_time_and_not_by_runs() throws SQLException {
    failAndCount("first");
    failAndCount("second");
    assertThat(sql.value("SELECT failures, last_run, last_error FROM dealsync.failure_streak"))
        .isEqualTo("1|3|second");

    timePasses("11 hours 59 minutes");
    failAndCount("third");
    assertThat(sql.value("SELECT failures FROM dealsync.failure_streak")).isEqualTo("1");

    timePasses("1 minute");
    failAndCount("fourth");
    assertThat(sql.value("SELECT failures FROM dealsync.failure_streak")).isEqualTo("2");
  }

  @Test
  void failures_of_a_run_that_counts_none_park_nobody() throws SQLException {
    failAndCount("first");
    timePasses("1 day");
    journal = lease.open(HEADER);
    journal.failed(List.of(new FailedDeal(7, "incident")));
    journal = lease.open(HEADER);
    journal.countFailures(HALF_A_DAY);
    assertThat(sql.value("SELECT failures, last_error FROM dealsync.failure_streak"))
        .isEqualTo("1|incident");
  }

  @Test
  void failures_of_a_newer_edit_begin_a_count_of_their_own() throws SQLException {
    failAndCount("first");
    timePasses("1 day");
    failAndCount("second");
    sql.run("UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id = 7");
    failAndCount("third");
    assertThat(sql.value("SELECT failures FROM dealsync.failure_streak")).isEqualTo("1");
  }

  @Test
  void five_failures_half_a_day_apart_park_a_deal() throws SQLException {
    for (int night = 1; night <= 5; night++) {
      assertThat(parked()).as("before night %s", night).isEmpty();
      failAndCount("refused");
      timePasses("12 hours");
    }
    assertThat(parked())
        .contains("It failed 5 times in a row, hours apart, the last time so: refused");
    sql.run("UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id = 7");
    assertThat(parked()).as("with a newer edit").isEmpty();
  }

  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private void failAndCount(String error) {
    journal = lease.open(HEADER);
    journal.failed(List.of(new FailedDeal(7, error)));
    journal.countFailures(HALF_A_DAY);
  }

  private void timePasses(String interval) throws SQLException {
    sql.run(
        "UPDATE dealsync.failure_streak SET counted_at = counted_at - interval '%s'"
            .formatted(interval));
  }

  private Optional<String> parked() {
    return database
        .mirror("main")
        .page(new Selection.Deals(List.of(7L)), 0, 1)
        .get(0)
        .standing()
        .parked();
  }

  @Test
  void a_failure_is_a_row_of_its_run() throws SQLException {
    journal.failed(List.of(new FailedDeal(7, "first")));
    journal = lease.open(HEADER);
    journal.failed(List.of(new FailedDeal(7, "second")));
    assertThat(sql.lines("SELECT status, action, error FROM dealsync.change ORDER BY run_id"))
        .containsExactly("failed|read|first", "failed|read|second");
  }

  @Test
  void a_parked_deal_that_is_tried_and_fails_again_is_parked_no_more() throws SQLException {
    journal.held(
        List.of(
            new HeldDeal(7, HoldReason.PARKED, "It failed 5 times in a row."),
            new HeldDeal(8, HoldReason.GUARD, "It moved.")));
    journal = lease.open(HEADER);
    journal.failed(List.of(new FailedDeal(7, "again"), new FailedDeal(8, "again")));
    assertThat(sql.lines("SELECT deal_id, reason FROM dealsync.hold")).containsExactly("8|guard");
  }

  @Test
  void links_added_at_first_sight_agree_on_nothing_and_leave_the_edit_waiting()
      throws SQLException {
    Change change =
        new Change(
            7,
            Mode.ADD_ONLY,
            Policy.MIRROR_WINS,
            image("6/10/Y"),
            set("6/10/Y 5/20/N"),
            new Method.Add(set("5/20/N").links()),
            Instant.now(),
            mark(7));
    journal.planned(List.of(change));
    assertThat(journal.pending(0, 10)).hasSize(1);
    assertThat(journal.news()).as("not all is done by it").isEqualTo(1);
    journal.intend(List.of(change));
    journal.settle(List.of(new Settled(change, new Outcome.Verified(image("6/10/Y 5/20/N")))));

    assertThat(sql.value("SELECT status FROM dealsync.change")).isEqualTo("verified");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.base_deal")).isEmpty();
    assertThat(sql.value("SELECT contacts FROM dealsync.observed_deal")).isEqualTo("{6,5}");
    assertThat(
            sql.value(
                "SELECT h.reason, h.detail LIKE '%unlinks 6%', h.edit_mark = d.edit_mark"
                    + " FROM dealsync.hold AS h JOIN dealsync.deal AS d USING (portal, deal_id)"))
        .isEqualTo("first-sight|t|t");
    assertThat(database.mirror("main").page(new Selection.Edited(), 0, 9))
        .extracting(MirrorDeal::deal)
        .containsExactly(8L, 9L);
  }

  @Test
  void repairs_are_remembered_until_the_deal_is_released() throws SQLException {
    sql.run("UPDATE dealsync.deal SET edit_mark = NULL");
    Instant before = Instant.now().minusSeconds(3600);
    Change repair = change(7, "5/10/Y 6/20/N", "5/10/Y");
    Change edited = withEdit(change(8, "5/10/Y 6/20/N", "5/10/Y"), OptionalLong.of(1));
    List<Change> changes = List.of(repair, edited);
    journal.planned(changes);
    intend(changes);
    journal.settle(
        changes.stream()
            .map(each -> new Settled(each, new Outcome.Verified(image("5/10/Y"))))
            .toList());
    assertThat(journal.repairs(List.of(7L, 8L), before))
        .extracting(
            PastRepair::deal,
            PastRepair::before,
            PastRepair::target,
            PastRepair::edited,
            PastRepair::agreed)
        .containsExactlyInAnyOrder(
            tuple(7L, image("5/10/Y 6/20/N"), set("5/10/Y"), false, Optional.empty()),
            tuple(8L, image("5/10/Y 6/20/N"), set("5/10/Y"), true, Optional.empty()));
    assertThat(journal.repairs(List.of(7L), Instant.now().plusSeconds(60))).isEmpty();
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 6)");
    assertThat(journal.repairs(List.of(7L), before)).hasSize(1);
    sql.run("SELECT dealsync.want_again(7, 'main')");
    assertThat(journal.repairs(List.of(7L), before)).isEmpty();
  }

  @Test
  void a_verified_adoption_is_written_into_the_desired_tables() throws SQLException {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (7, 6, 20)");
    settleAdoption(7, "5/10/Y 6/20/N", "9/5/N 5/10/Y");
    assertThat(desired(7)).containsExactly("9|5|f", "5|10|t");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal WHERE deal_id = 7")).isEmpty();
    assertThat(
            sql.lines(
                "SELECT contact_id, op FROM dealsync.edit_history WHERE run_id = 1"
                    + " ORDER BY 1"))
        .contains("5|update", "6|delete", "9|insert");
    assertThat(sql.lines("SELECT contacts FROM dealsync.base_deal")).containsExactly("{9,5}");
  }

  @Test
  void sorts_that_nobody_can_wish_for_are_adopted_as_an_order() throws SQLException {
    settleAdoption(7, "5/10/Y", "6/-3/N 5/0/Y");
    assertThat(desired(7)).containsExactly("6|10|f", "5|20|t");
  }

  @Test
  void an_adoption_is_left_out_where_the_desired_side_was_edited_since() throws SQLException {
    Change change =
        adopting(
            withEdit(change(7, "5/10/Y", "5/10/Y", new Method.Keep()), mark(7)),
            "5/10/Y",
            "9/10/Y");
    journal.planned(List.of(change));
    intend(List.of(change));
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 6)");
    journal.settle(List.of(new Settled(change, new Outcome.Verified(image("9/10/Y")))));
    assertThat(desired(7)).containsExactly("5||f", "6||f");
    assertThat(sql.lines("SELECT * FROM dealsync.base_deal")).isEmpty();
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal")).contains("7");
    assertThat(sql.value("SELECT status FROM dealsync.change")).isEqualTo("edited");
  }

  @Test
  void a_change_keeps_what_both_sides_had_agreed_on_before_it() throws SQLException {
    journal.agreed(List.of(new Agreement(7, image("6/10/N 5/20/Y"), OptionalLong.empty())));
    settleAdoption(7, "5/10/Y", "9/10/Y");
    settleAdoption(8, "5/10/Y", "9/10/Y");
    journal.agreed(List.of(new Agreement(9, image(""), OptionalLong.empty())));
    settleAdoption(9, "5/10/Y", "9/10/Y");
    assertThat(agreedBefore(7)).contains(set("6/10/N 5/20/Y"));
    assertThat(agreedBefore(8)).isEmpty();
    assertThat(agreedBefore(9)).contains(set(""));
  }

  private Optional<LinkSet> agreedBefore(long deal) {
    return database.archive().changes(journal.run(), deal - 1, 1).get(0).agreed();
  }

  @Test
  void a_mirror_that_is_put_back_has_its_base_again_and_an_edit_only_where_it_differs()
      throws SQLException {
    putBack(7, "6/10/Y", new Rebase.Back(Optional.of(set("6/30/Y"))));
    putBack(8, "6/10/Y", new Rebase.Back(Optional.of(set("5/10/Y"))));
    putBack(9, "6/10/Y", new Rebase.Back(Optional.empty()));
    assertThat(desired(9)).containsExactly("6|10|t");
    assertThat(sql.lines("SELECT deal_id, contacts, sorts FROM dealsync.base_deal ORDER BY 1"))
        .containsExactly("7|{6}|{30}", "8|{5}|{10}");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal ORDER BY 1"))
        .containsExactly("8", "9");
  }

  private void putBack(long deal, String to, Rebase rebase) throws SQLException {
    Change planned = withEdit(change(deal, "", "", new Method.Keep()), mark(deal));
    Change change =
        new Change(
            deal,
            planned.mode(),
            planned.policy(),
            planned.before(),
            planned.target(),
            planned.method(),
            planned.observedAt(),
            planned.edit(),
            Optional.of(new Adoption(set("5/10/Y"), set(to), rebase)));
    journal.planned(List.of(change));
    Change stored = journal.pending(deal - 1, 1).get(0);
    assertThat(stored.adoption()).isEqualTo(change.adoption());
    intend(List.of(stored));
    journal.settle(List.of(new Settled(stored, new Outcome.Verified(image("")))));
  }

  @Test
  void the_base_moves_on_by_what_was_pushed_where_the_mirror_could_not_learn() throws SQLException {
    Change change =
        adopting(
            withEdit(change(7, "5/10/Y 9/20/N", "5/10/Y 9/20/N 6/30/N"), mark(7)),
            "5/10/Y 6/20/N",
            "5/10/Y 9/20/N 6/30/N");
    journal.planned(List.of(change));
    intend(List.of(change));
    sql.run(
        "DELETE FROM dealsync.deal_contact WHERE deal_id = 7 AND contact_id = 6",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 8)");
    journal.settle(
        List.of(new Settled(change, new Outcome.Verified(image("5/10/Y 9/20/N 6/30/N")))));
    assertThat(sql.lines("SELECT contacts FROM dealsync.base_deal")).containsExactly("{5,6}");
    assertThat(sql.lines("SELECT contacts FROM dealsync.observed_deal")).containsExactly("{5,9,6}");
    assertThat(desired(7)).containsExactly("5||f", "8||f");
  }

  private Intents intend(List<Change> changes) throws SQLException {
    return Intending.intend(journal, sql, changes);
  }

  private void settleAdoption(long deal, String from, String to) throws SQLException {
    Change change =
        adopting(withEdit(change(deal, to, to, new Method.Keep()), mark(deal)), from, to);
    journal.planned(List.of(change));
    intend(List.of(change));
    journal.settle(List.of(new Settled(change, new Outcome.Verified(image(to)))));
  }

  private List<String> desired(long deal) throws SQLException {
    return sql.lines(
        "SELECT contact_id, sort, is_primary FROM dealsync.deal_contact WHERE deal_id = %d ORDER BY sort, contact_id"
            .formatted(deal));
  }

  private void storePlan() throws SQLException {
    sql.run("UPDATE dealsync.deal SET edit_mark = NULL");
    journal.planned(
        List.of(change(7, "", "5/10/Y"), change(8, "", "5/10/Y"), change(9, "", "5/10/Y")));
    journal.totals(TOTALS);
    lease.finish(journal.run(), Ends.planned());
  }

  private OptionalLong mark(long deal) throws SQLException {
    return OptionalLong.of(
        Long.parseLong(sql.value("SELECT edit_mark FROM dealsync.deal WHERE deal_id = " + deal)));
  }
}
