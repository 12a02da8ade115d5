package io.dealsync.db;

import static io.dealsync.db.Changes.THEN;
import static io.dealsync.db.Changes.change;
import static io.dealsync.db.Changes.image;
import static io.dealsync.db.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.decide.HoldReason;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.DealStory;
import io.dealsync.journal.EditRecord;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.HoldRecord;
import io.dealsync.journal.Journal;
import io.dealsync.journal.MissingContact;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.PortalFigures;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunRecord;
import io.dealsync.journal.RunState;
import io.dealsync.journal.Settled;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.Traffic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalArchiveTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final RunHeader HEADER =
      new RunHeader("main", "sync", "me at here", OptionalLong.empty(), Map.of());
  private static final RunHeader UNDO_OF_3 =
      new RunHeader("main", "undo", "me at here", OptionalLong.of(3), Map.of());

  private static Database database;
  private final TestSql sql = new TestSql(DATABASE.dataSource());
  private final Archive archive = database.archive();

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
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES (7, 5,"
            + " 10, true), (8, 5, NULL, false)");
  }

  @Test
  void runs_are_listed_newest_first() {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      lease.open(UNDO_OF_3);
      lease.open(HEADER);
      lease.open(HEADER);
    }
    assertThat(archive.runs("main", 2)).extracting(RunRecord::id).containsExactly(3L, 2L);
    assertThat(archive.runs("branch", 2)).isEmpty();
    assertThat(archive.run(1).orElseThrow().origin()).hasValue(3);
    assertThat(archive.run(99)).isEmpty();
  }

  @Test
  void changes_of_a_run_are_read_page_by_page() {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      journal.planned(List.of(change(7, "6/10/Y", "5/10/Y"), change(9, "", "5/10/Y")));
      journal.held(List.of(new HeldDeal(8, HoldReason.DEAL_MISSING, "It is gone.")));
    }
    assertThat(archive.changes(1, 0, 2)).extracting(ChangeRecord::deal).containsExactly(7L, 8L);
    assertThat(archive.changes(1, 8, 2)).extracting(ChangeRecord::deal).containsExactly(9L);
    ChangeRecord planned = archive.changes(1, 0, 1).get(0);
    assertThat(planned.status()).isEqualTo(ChangeStatus.PLANNED);
    assertThat(planned.action()).isEqualTo("replace");
    assertThat(planned.method()).contains("crm.deal.contact.items.set");
    assertThat(planned.before()).contains(image("6/10/Y"));
    assertThat(planned.target()).contains(set("5/10/Y"));
    assertThat(planned.after()).isEmpty();
    ChangeRecord held = archive.changes(1, 7, 1).get(0);
    assertThat(held.method()).isEmpty();
    assertThat(held.before()).isEmpty();
    assertThat(held.reason()).isEqualTo("It is gone.");
  }

  @Test
  void a_deals_story_has_both_sides_its_changes_and_its_edits() throws SQLException {
    sql.run("UPDATE dealsync.deal SET policy = 'hold', note = 'important' WHERE deal_id = 7");
    String mark = sql.value("SELECT edit_mark FROM dealsync.deal WHERE deal_id = 7");
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      journal.observed(
          List.of(new DealObservation(7, new Observation.Present(image("6/10/Y"), THEN))));
      var wanted = change(7, "6/10/Y", "5/10/Y");
      var change =
          new Change(
              7,
              Mode.MIRROR,
              Policy.HOLD,
              wanted.before(),
              wanted.target(),
              wanted.method(),
              THEN,
              OptionalLong.of(Long.parseLong(mark)));
      journal.planned(List.of(change));
      journal.intend(List.of(change), Policy.MIRROR_WINS);
      journal.settle(List.of(new Settled(change, new Outcome.Verified(image("5/10/Y")))));
    }
    DealStory story = archive.deal("main", 7).orElseThrow();
    assertThat(story.mode()).contains(Mode.MIRROR);
    assertThat(story.policy()).contains(Policy.HOLD);
    assertThat(story.note()).isEqualTo("important");
    assertThat(story.desired()).isEqualTo(set("5/10/Y"));
    assertThat(story.base().orElseThrow().image()).isEqualTo(image("5/10/Y"));
    assertThat(story.observed().orElseThrow().image()).isEqualTo(image("5/10/Y"));
    assertThat(story.editedAt()).isEmpty();
    assertThat(story.hold()).isEmpty();
    assertThat(story.changes())
        .extracting(ChangeRecord::status)
        .containsExactly(ChangeStatus.VERIFIED);
    assertThat(story.edits())
        .extracting(EditRecord::what)
        .containsExactly("policy none → hold", "link 5 (sort 10, primary)");
    assertThat(story.edits().get(0).who()).startsWith(DATABASE.user() + " with ");
  }

  @Test
  void what_a_call_overwrote_is_told_after_the_reason_with_one_full_stop() {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      Change change = Changes.change(7, "6/10/Y", "5/10/Y");
      journal.planned(List.of(change));
      journal.intend(List.of(change));
      journal.found(
          List.of(new Evidence(7, image("9/10/Y"), "A colleague's link was overwritten.")));
      journal.settle(
          List.of(
              new Settled(
                  change,
                  new Outcome.Held(HoldReason.BOTH_CHANGED, "The portal has that again."))));

      assertThat(archive.changes(journal.run(), 0, 1).get(0).reason())
          .isEqualTo("The portal has that again. A colleague's link was overwritten.");
    }
  }

  @Test
  void a_deal_that_is_not_visible_is_told_with_its_note() {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      lease.open(HEADER).observed(List.of(new DealObservation(7, new Observation.Missing(THEN))));
    }
    assertThat(archive.deal("main", 7).orElseThrow().observed())
        .contains(new DealStory.Dated(image(""), THEN, "missing"));
  }

  @Test
  void every_kind_of_edit_is_told_in_words() throws SQLException {
    sql.run(
        "UPDATE dealsync.deal_contact SET sort = 20, is_primary = false WHERE deal_id = 7",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 7",
        "DELETE FROM dealsync.deal WHERE deal_id = 7",
        "INSERT INTO dealsync.deal (deal_id, mode) VALUES (7, 'add_only')");
    assertThat(archive.deal("main", 7).orElseThrow().edits())
        .extracting(EditRecord::what)
        .containsExactly(
            "manage the deal (mode add_only)",
            "unlink 5",
            "take the deal out",
            "mode mirror → paused",
            "contact 5: sort 10 → 20; not primary",
            "link 5 (sort 10, primary)");
  }

  @Test
  void missing_contacts_are_counted_and_told_in_parts() {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      journal.held(
          List.of(
              new HeldDeal(
                  7,
                  HoldReason.CONTACT_MISSING,
                  "gone",
                  List.of(4L, 5L),
                  OptionalLong.empty(),
                  false),
              new HeldDeal(
                  8,
                  HoldReason.CONTACT_MISSING,
                  "gone",
                  List.of(5L, 6L),
                  OptionalLong.empty(),
                  false)));
    }
    assertThat(archive.missingContacts(1)).isEqualTo(3);
    assertThat(archive.missingContacts(1, 0, 2))
        .extracting(MissingContact::contact)
        .containsExactly(5L, 4L);
    assertThat(archive.missingContacts(1, 2, 2))
        .containsExactly(new MissingContact(6, List.of(8L)));
    assertThat(archive.missingContacts(99)).isZero();
  }

  @Test
  void planned_changes_that_are_wanted_are_counted() throws SQLException {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(UNDO_OF_3);
      journal.planned(
          List.of(change(7, "", "5/10/Y"), change(8, "", "5/10/Y"), change(9, "", "5/10/Y")));
      assertThat(archive.planned(1)).isEqualTo(3);
      journal.intend(List.of(change(7, "", "5/10/Y")), Policy.MIRROR_WINS);
    }
    sql.run("UPDATE dealsync.run SET state = 'interrupted'");
    sql.run("UPDATE dealsync.change SET verdict = 'skip' WHERE deal_id = 8");
    assertThat(archive.planned(1)).isEqualTo(1);
  }

  @Test
  void a_deal_that_was_taken_out_still_has_a_story() throws SQLException {
    sql.run("DELETE FROM dealsync.deal WHERE deal_id = 7");
    DealStory story = archive.deal("main", 7).orElseThrow();
    assertThat(story.mode()).isEmpty();
    assertThat(archive.deal("main", 99)).isEmpty();
  }

  @Test
  void holds_are_listed_by_deal() throws SQLException {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      lease
          .open(HEADER)
          .held(
              List.of(
                  new HeldDeal(8, HoldReason.DEAL_MISSING, "It is gone."),
                  new HeldDeal(7, HoldReason.GUARD, "It moved.")));
    }
    assertThat(archive.holds("main", 0, 10))
        .extracting(HoldRecord::deal, HoldRecord::reason, HoldRecord::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(7L, "guard", "It moved."),
            org.assertj.core.groups.Tuple.tuple(8L, "deal-missing", "It is gone."));
    assertThat(archive.holds("main", 7, 10)).extracting(HoldRecord::deal).containsExactly(8L);
  }

  @Test
  void the_status_counts_everything_of_one_portal() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id, mode) VALUES (9, 'paused')",
        "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('branch', 1, 1)",
        "UPDATE dealsync.deal SET edit_mark = NULL WHERE deal_id = 8");
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(UNDO_OF_3);
      journal.observed(
          List.of(
              new DealObservation(7, new Observation.Present(image("6/10/Y"), THEN)),
              new DealObservation(8, new Observation.Present(image("5/10/Y"), THEN))));
      journal.held(List.of(new HeldDeal(8, HoldReason.GUARD, "It moved.")));
      journal.planned(List.of(change(7, "6/10/Y", "5/10/Y")));
      journal.intend(List.of(change(7, "6/10/Y", "5/10/Y")), Policy.MIRROR_WINS);
      lease.finish(journal.run(), Ends.done());
    }
    PortalStatus status = archive.status("main");
    assertThat(status.managed()).isEqualTo(3);
    assertThat(status.paused()).isEqualTo(1);
    assertThat(status.links()).isEqualTo(2);
    assertThat(status.unread()).isEqualTo(1);
    assertThat(status.edited()).isEqualTo(2);
    assertThat(status.held()).isEqualTo(1);
    assertThat(status.openIntents()).isEqualTo(1);
    assertThat(status.holder()).isEmpty();
    assertThat(status.last()).isPresent();
    assertThat(status.lastInSyncAt()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "everything,         3, 2, 1, 0, true,  true",
    "nothing to do,      3, 3, 0, 0, true,  true",
    "a part,             3, 2, 1, 0, false, false",
    "with a known hold,  3, 2, 0, 1, true,  true",
    "rows taken out,     3, 1, 1, 0, true,  true",
    "nothing managed,    0, 0, 0, 0, true,  false",
  })
  void a_run_over_everything_that_ended_with_exit_code_0_says_that_all_is_in_sync(
      String what,
      long considered,
      long inSync,
      long changes,
      long held,
      boolean everything,
      boolean tells) {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      journal.totals(
          new PlanTotals(
              ManagedDeals.mirrored(considered),
              considered,
              inSync,
              changes,
              held,
              0,
              0,
              0,
              0,
              3,
              3,
              3,
              0,
              everything));
      lease.finish(
          journal.run(),
          new RunEnd(
              RunState.DONE,
              "in_sync",
              changes,
              changes,
              held,
              0,
              new Traffic(1, 0, 0, 1),
              1,
              Duration.ZERO,
              ""));
    }
    assertThat(archive.status("main").lastInSyncAt().isPresent()).isEqualTo(tells);
    assertThat(archive.status("main").lastFullAt().isPresent())
        .isEqualTo(everything && considered > 0);
    PortalFigures figures = archive.figures("main");
    assertThat(figures.runs()).isEqualTo(Map.of("in_sync", 1L));
    assertThat(figures.verified()).isEqualTo(changes);
  }
}
