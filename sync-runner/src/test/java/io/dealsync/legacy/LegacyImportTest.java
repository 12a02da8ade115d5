package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dealsync.db.DatabaseException;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.RowCounts;
import io.dealsync.legacy.ImportReport.Outcome;
import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.run.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LegacyImportTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  @Test
  void salesforce_ids_get_their_18_characters_and_deleted_roles_are_skipped() {
    ImportReport report = run(exports.real("salesforce.csv"));

    assertThat(report.key().format()).isEqualTo("salesforce");
    assertThat(report.rows()).isEqualTo(new RowCounts(6, 4, 1, 0, 1, 4));
    assertThat(database.links())
        .containsExactly(
            "2 0065g00000TqLmBAAV 0035g00001XyZaQAAV - t -",
            "3 0065g00000TqLmBAAV 0035g00001XyZaRAAV - f -",
            "5 0065g00000TqLmCAAV 0035g00001qwertAAA - t -",
            "6 0065g00000TqLmCAAV 0035g00001XyZaRAAV - f deleted in Salesforce",
            "7 0065g00000abcDeAAI 0035g00001XyZaQAAV - f -");
    assertThat(database.leftovers()).containsExactly("4 duplicate the same link as on line 2");
  }

  @Test
  void a_contact_with_several_roles_is_primary_when_one_of_its_rows_is() {
    run(
        exports.text(
            "roles.csv",
            """
            OpportunityId,ContactId,Role,IsPrimary
            0065g00000TqLmB,0035g00001XyZaQ,Evaluator,false
            0065g00000TqLmB,0035g00001XyZaQ,Decision Maker,true
            """));
    assertThat(database.links()).containsExactly("2 0065g00000TqLmBAAV 0035g00001XyZaQAAV - t -");
  }

  @Test
  void hubspot_rows_become_a_link_for_each_contact_in_their_order() {
    ImportReport report = run(exports.real("hubspot.csv"));

    assertThat(report.key().format()).isEqualTo("hubspot");
    assertThat(report.rows()).isEqualTo(new RowCounts(4, 3, 0, 0, 1, 6));
    assertThat(database.links())
        .containsExactly(
            "2 9021374551 151 1 f -",
            "2 9021374551 204 2 f -",
            "2 9021374551 377 3 f -",
            "3 9021374552 204 1 f -",
            "6 9021374554 377 1 f -",
            "6 9021374554 151 2 f -");
    assertThat(database.leftovers()).containsExactly("5 skipped the deal has no contacts");
  }

  @Test
  void suitecrm_keeps_roles_and_skips_deleted_links() {
    ImportReport report = run(exports.real("suitecrm.csv"));

    assertThat(report.key().format()).isEqualTo("suitecrm");
    assertThat(report.separator()).isEqualTo(Separator.SEMICOLON);
    assertThat(report.rows()).isEqualTo(new RowCounts(4, 3, 0, 0, 1, 3));
    assertThat(
            database.rows(
                "SELECT line, role, skip_reason FROM dealsync.legacy_link WHERE line IN (2, 4)"
                    + " ORDER BY 1"))
        .containsExactly("2 Primary Decision Maker -", "4 Other deleted in SuiteCRM");
  }

  @Test
  void pipedrive_person_is_primary_and_participants_follow() {
    ImportReport report = run(exports.real("pipedrive.csv"));

    assertThat(report.key().format()).isEqualTo("pipedrive");
    assertThat(report.rows()).isEqualTo(new RowCounts(4, 3, 0, 0, 1, 5));
    assertThat(database.links())
        .containsExactly(
            "2 101 7001 1 t -",
            "2 101 7002 2 f -",
            "2 101 7003 3 f -",
            "3 102 7002 1 t -",
            "5 104 7003 1 f -");
  }

  @Test
  void amocrm_main_contact_is_primary_and_the_file_may_be_windows_1251() {
    ImportReport report = run(exports.real("amocrm.csv"));

    assertThat(report.key().format()).isEqualTo("amocrm");
    assertThat(report.file().charset().name()).isEqualTo("windows-1251");
    assertThat(database.links())
        .containsExactly(
            "2 30011 550101 1 t -",
            "2 30011 550102 2 f -",
            "3 30012 550103 1 t -",
            "4 30013 550104 1 f -");
  }

  @Test
  void a_generic_table_may_be_separated_by_tabs() {
    ImportReport report = run(exports.real("generic.tsv"));

    assertThat(report.key().format()).isEqualTo("generic");
    assertThat(report.separator()).isEqualTo(Separator.TAB);
    assertThat(database.links())
        .containsExactly("2 A-17 C-1 10 t -", "3 A-17 C-2 20 f -", "4 A-18 C-2 - t -");
  }

  @Test
  void headers_and_values_may_be_russian() {
    run(exports.real("generic-russian.csv"));
    assertThat(database.links()).containsExactly("2 С-1 К-1 1 t -", "3 С-1 К-2 2 f -");
  }

  @Test
  void columns_of_other_names_are_mapped() {
    Path file = exports.text("odd.csv", "Vorgang,Person 1,Rang\nA,B,7\n");
    ImportReport report =
        run(
            new ImportRequest(
                file,
                "main",
                Optional.of("old-crm"),
                Optional.empty(),
                Map.of("deal", "Vorgang", "contact", "Person 1", "sort", "Rang"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of()));
    assertThat(report.key().source()).isEqualTo("old-crm");
    assertThat(report.key().columns()).isEqualTo("contact=Person 1, deal=Vorgang, sort=Rang");
    assertThat(database.links()).containsExactly("2 A B 7 f -");
  }

  @Test
  void importing_the_same_file_again_changes_nothing() {
    Path file = exports.real("salesforce.csv");
    run(file);
    var before = database.links();

    ImportReport again = run(file);

    assertThat(again.outcome()).isEqualTo(Outcome.WAS_COMPLETE);
    assertThat(again.rows()).isEqualTo(new RowCounts(6, 4, 1, 0, 1, 4));
    assertThat(database.links()).isEqualTo(before);
    assertThat(database.one("SELECT count(*) FROM dealsync.legacy_file")).isEqualTo("1");
  }

  @Test
  void a_dry_run_reports_the_same_and_leaves_nothing() {
    Path file = conflicting();

    ImportReport rehearsed = run(dry(file));

    assertThat(rehearsed.outcome()).isEqualTo(Outcome.REHEARSED);
    assertThat(database.one("SELECT count(*) FROM dealsync.legacy_file")).isEqualTo("0");
    assertThat(database.links()).isEmpty();
    assertThat(folder.resolve("conflicting.csv.rejects.csv")).doesNotExist();
    ImportReport real = run(file);
    assertThat(rehearsed.rows()).isEqualTo(real.rows());
    assertThat(rehearsed.rejected()).isEqualTo(real.rejected());
  }

  @Test
  void an_interrupted_import_goes_on_where_it_stopped() {
    Path file = numbered(1000);
    assertThatThrownBy(() -> importer(dyingAfter(3), StopSignal.NEVER, 100).run(request(file)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(database.one("SELECT state, rows_read, last_line FROM dealsync.legacy_file"))
        .isEqualTo("loading 300 301");
    assertThat(database.one("SELECT count(*) FROM dealsync.wanted_legacy_link")).isEqualTo("0");

    ImportReport report = importer(ImportProgress.NONE, StopSignal.NEVER, 100).run(request(file));

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(report.resumedAfter()).isEqualTo(300);
    assertThat(report.rows()).isEqualTo(new RowCounts(1000, 1000, 0, 0, 0, 1000));
    assertThat(
            database.one(
                "SELECT count(*), count(DISTINCT (legacy_deal_id, legacy_contact_id)) FROM"
                    + " dealsync.legacy_link"))
        .isEqualTo("1000 1000");
  }

  @Test
  void what_was_stored_before_an_interruption_is_compared_with_what_comes_after() {
    StringBuilder text = new StringBuilder("deal,contact,primary\n");
    for (int i = 0; i < 10; i++) {
      text.append("D").append(i).append(",C,Y\n");
    }
    text.append("D0,C,Y\nD1,X,Y\nD2,C,N\n");
    Path file = exports.text("late.csv", text.toString());
    assertThatThrownBy(() -> importer(dyingAfter(2), StopSignal.NEVER, 5).run(request(file)))
        .isInstanceOf(IllegalStateException.class);

    ImportReport report = importer(ImportProgress.NONE, StopSignal.NEVER, 5).run(request(file));

    assertThat(report.rows()).isEqualTo(new RowCounts(13, 10, 1, 2, 0, 10));
  }

  @Test
  void an_import_that_is_asked_to_stop_says_how_far_it_came() {
    ImportReport report =
        importer(ImportProgress.NONE, () -> true, 100).run(request(numbered(250)));
    assertThat(report.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(report.lastLine()).isEqualTo(101);
    assertThat(report.rows().read()).isEqualTo(100);
  }

  @Test
  void what_an_interrupted_import_of_an_older_version_left_is_removed() {
    Path file = numbered(300);
    importer(ImportProgress.NONE, () -> true, 100).run(request(file));
    numbered(200);
    run(file);
    assertThat(database.one("SELECT count(*) FROM dealsync.legacy_file")).isEqualTo("1");
    assertThat(database.one("SELECT count(*) FROM dealsync.legacy_link")).isEqualTo("200");
  }

  @Test
  void two_imports_from_one_source_at_a_time_are_refused() {
    Path file = numbered(10);
    Path other = exports.text("other.csv", "deal,contact\nA,B\n");
    ImportProgress meanwhile =
        (rows, line) ->
            assertThatThrownBy(() -> run(other))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("Another process is importing from generic");
    importer(meanwhile, StopSignal.NEVER, 5).run(request(file));
  }

  @Test
  void an_import_anew_that_has_to_wait_for_another_one_removes_nothing() {
    Path there = exports.text("there.csv", "deal,contact\nA,B\n");
    run(there);
    ImportProgress meanwhile =
        (rows, line) -> {
          assertThatThrownBy(() -> run(redecided(there))).isInstanceOf(DatabaseException.class);
          assertThat(database.links()).contains("2 A B - f -");
        };
    importer(meanwhile, StopSignal.NEVER, 5).run(request(numbered(10)));
    assertThat(run(redecided(there)).outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(
            database.rows(
                "SELECT file_id, name, state FROM dealsync.legacy_file WHERE name = 'there.csv'"))
        .containsExactly("3 there.csv complete");
  }

  @Test
  void contradictions_are_rejected_with_line_and_reason_and_the_rest_goes_in() throws Exception {
    ImportReport report = run(conflicting());

    assertThat(report.rows()).isEqualTo(new RowCounts(8, 3, 1, 4, 0, 3));
    assertThat(database.distinctLinks()).containsExactly("A 1 t", "A 2 f", "B 1 t");
    assertThat(report.rejected())
        .extracting(Leftover::line, Leftover::reason)
        .containsExactly(
            tuple(
                5,
                "contact 1 of deal A is on line 2 already, there as primary, here as not primary"),
            tuple(6, "deal A has the primary contact 1 on line 2 already; a deal has one"),
            tuple(8, "there is no contact id"),
            tuple(9, "primary 'perhaps' is neither yes nor no"));
    assertThat(Files.readString(folder.resolve("conflicting.csv.rejects.csv")))
        .isEqualToNormalizingNewlines(
            """
            dealsync file,dealsync line,dealsync reason,deal,contact,primary,note
            1,5,"contact 1 of deal A is on line 2 already, there as primary, here as not primary",A,1,N,
            1,6,deal A has the primary contact 1 on line 2 already; a deal has one,A,3,Y,"x, y"
            1,8,there is no contact id,C,,Y,
            1,9,primary 'perhaps' is neither yes nor no,C,1,perhaps,
            """);
  }

  @Test
  void a_corrected_rejects_file_can_be_imported_as_it_is() throws Exception {
    run(conflicting());
    Path rejects = folder.resolve("conflicting.csv.rejects.csv");
    Files.writeString(
        rejects,
        Files.readString(rejects)
            .replace("A,1,N", "A,1,Y")
            .replace("A,3,Y", "A,3,N")
            .replace("C,,Y", "C,2,Y")
            .replace("perhaps", "no"));

    ImportReport report = run(rejects);

    assertThat(report.rows().rejected()).isZero();
    assertThat(database.rows("SELECT * FROM dealsync.open_legacy_reject")).isEmpty();
    assertThat(
            database.rows(
                """
                SELECT legacy_deal_id, legacy_contact_id, is_primary
                FROM dealsync.wanted_legacy_link ORDER BY 1, 2\
                """))
        .containsExactly("A 1 t", "A 2 f", "A 3 f", "B 1 t", "C 1 f", "C 2 t");
  }

  @Test
  void a_deal_row_that_contradicts_another_one_is_rejected_as_a_whole() {
    ImportReport report =
        run(
            exports.text(
                "amo.csv",
                """
                Lead ID,Main contact ID,Linked contact IDs
                1,10,10;11
                1,12,12;13
                """));
    assertThat(report.rows()).isEqualTo(new RowCounts(2, 1, 0, 1, 0, 2));
    assertThat(database.distinctLinks()).containsExactly("1 10 t", "1 11 f");
  }

  @Test
  void a_superseding_import_takes_the_place_of_the_earlier_files() {
    run(exports.text("first.csv", "deal,contact\nA,1\nA,2\n"));
    ImportRequest second = request(exports.text("second.csv", "deal,contact\nA,1\n"));
    run(second.with(Wish.SUPERSEDE));
    assertThat(database.rows("SELECT name, state FROM dealsync.legacy_file ORDER BY file_id"))
        .containsExactly("first.csv superseded", "second.csv complete");
    assertThat(database.one("SELECT count(*) FROM dealsync.wanted_legacy_link")).isEqualTo("1");
  }

  @Test
  void deleting_a_file_takes_its_links_and_leftovers_along() {
    run(conflicting());
    database.execute("DELETE FROM dealsync.legacy_file");
    assertThat(database.links()).isEmpty();
    assertThat(database.leftovers()).isEmpty();
  }

  @Test
  void random_files_give_what_a_simple_model_gives_and_summaries_that_add_up() {
    for (int round = 0; round < 5; round++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      FileModel model = FileModel.random(random);
      database.execute("DELETE FROM dealsync.legacy_file");
      Path file = exports.text("random.csv", model.text());

      ImportReport report =
          importer(ImportProgress.NONE, StopSignal.NEVER, 1 + random.nextInt(300))
              .run(request(file));

      assertThat(report.rows()).as("seed %d", seed).isEqualTo(model.counts());
      assertThat(database.distinctLinks()).as("seed %d", seed).isEqualTo(model.links());
      assertThat(
              database.one(
                  """
                  SELECT linked = (SELECT count(DISTINCT line) FROM dealsync.legacy_link),
                         rejected = (SELECT count(*) FROM dealsync.legacy_leftover WHERE outcome = 'rejected'),
                         duplicates = (SELECT count(*) FROM dealsync.legacy_leftover WHERE outcome = 'duplicate')
                  FROM dealsync.legacy_file\
                  """))
          .as("seed %d", seed)
          .isEqualTo("t t t");
    }
  }

  private Path conflicting() {
    return exports.text(
        "conflicting.csv",
        """
        deal,contact,primary,note
        A,1,Y,
        A,2,N,
        A,2,N,again
        A,1,N,
        A,3,Y,"x, y"
        B,1,1,
        C,,Y,
        C,1,perhaps,
        """);
  }

  private Path numbered(int rows) {
    StringBuilder text = new StringBuilder("deal,contact,primary\n");
    for (int row = 0; row < rows; row++) {
      text.append("D").append(row / 2).append(",C").append(row).append(",N\n");
    }
    return exports.text("numbered.csv", text.toString());
  }

  private static ImportProgress dyingAfter(int chunks) {
    int[] left = {chunks};
    return (rows, line) -> {
      left[0]--;
      if (left[0] == 0) {
        throw new IllegalStateException("killed");
      }
    };
  }

  private ImportReport run(Path file) {
    return run(request(file));
  }

  private ImportReport run(ImportRequest request) {
    return importer(ImportProgress.NONE, StopSignal.NEVER, 100_000).run(request);
  }

  private LegacyImport importer(ImportProgress progress, StopSignal stop, int chunk) {
    return new LegacyImport(database.source(), progress, stop, chunk);
  }

  private static ImportRequest request(Path file) {
    return ImportRequest.of(file, "main");
  }

  private static ImportRequest redecided(Path file) {
    return request(file).with(Wish.AGAIN);
  }

  private static ImportRequest dry(Path file) {
    return request(file).with(Wish.DRY_RUN);
  }
}
