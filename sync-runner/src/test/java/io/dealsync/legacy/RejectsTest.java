package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.legacy.ImportReport.Outcome;
import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.run.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rejected rows on their way out into a file, through someone's hands, and in again. */
class RejectsTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  @Test
  void a_row_whose_deal_could_not_be_read_is_done_with_when_it_comes_again() throws IOException {
    run(exports.text("links.csv", "deal,contact\nA,1\n,2\nB\n"));
    assertThat(open())
        .containsExactly("1 3 there is no deal id", "1 4 the row has 1 columns, the header has 2");

    run(corrected("links.csv", ",,2", ",C,2", ",B", ",B,1"));

    assertThat(open()).isEmpty();
    assertThat(parity())
        .containsExactly(
            "1 2 missing",
            "1 3 came again in file 2",
            "1 4 came again in file 2",
            "2 2 missing",
            "2 3 missing");
  }

  @Test
  void corrections_that_somebody_has_begun_are_never_overwritten() throws IOException {
    Path export = exports.text("links.csv", "deal,contact\nA,1\nB\n");
    run(export);
    Path begun = Files.writeString(folder.resolve("links.csv.rejects.csv"), "half corrected");

    ImportReport again = run(againOf(export));

    assertThat(begun).hasContent("half corrected");
    assertThat(again.rejects()).contains(folder.resolve("links.csv.rejects-2.csv"));
    assertThat(again.rejects().orElseThrow()).content().contains("the row has 1 columns");
  }

  @Test
  void rejected_rows_are_their_owners_and_never_follow_a_link() throws IOException {
    Path export = exports.text("links.csv", "deal,contact\nA,1\nB\n");
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "someone's");
    Files.createSymbolicLink(folder.resolve("links.csv.rejects.csv.part"), elsewhere);

    Path rejects = run(export).rejects().orElseThrow();

    assertThat(elsewhere).hasContent("someone's");
    assertThat(rejects).isRegularFile();
    assertThat(Files.isSymbolicLink(rejects)).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rejects)))
        .isEqualTo("rw-------");
  }

  @Test
  void another_link_of_the_deal_is_no_correction_of_a_row_without_a_contact() {
    run(exports.text("links.csv", "deal,contact,sort\nA,1,\nA,,5\n"));
    run(exports.text("newer.csv", "deal,contact\nA,1\nA,3\n"));
    assertThat(open()).containsExactly("1 3 there is no contact id");
  }

  @Test
  void the_same_link_in_a_newer_export_is_a_correction() {
    run(exports.text("links.csv", "deal,contact,primary\nA,1,perhaps\nA,2,perhaps\n"));
    run(exports.text("newer.csv", "deal,contact,primary\nA,1,no\n"));
    assertThat(open()).containsExactly("1 3 primary 'perhaps' is neither yes nor no");
  }

  @Test
  void where_a_row_is_a_deal_a_newer_row_of_the_deal_is_a_correction() {
    run(exports.text("amo.csv", "Lead ID,Main contact ID,Linked contact IDs\n1,10,10;x\n2,10,y\n"));
    assertThat(open()).hasSize(2);
    run(exports.text("newer.csv", "Lead ID,Main contact ID,Linked contact IDs\n1,10,10;11\n"));
    assertThat(open()).containsExactly("1 3 the contact id 'y' is not a number");
  }

  @Test
  void a_row_that_comes_again_uncorrected_is_open_once() throws IOException {
    run(exports.text("links.csv", "deal,contact\n,2\n"));
    run(corrected("links.csv"));
    assertThat(open()).containsExactly("2 2 there is no deal id");
    assertThat(rejects("links.csv.rejects.csv"))
        .isEqualToNormalizingNewlines(
            """
            dealsync file,dealsync line,dealsync reason,deal,contact
            2,2,there is no deal id,,2
            """);
  }

  @Test
  void a_row_that_was_left_out_of_the_corrections_stays_open() throws IOException {
    run(exports.text("links.csv", "deal,contact\n,2\n,3\n"));
    run(
        corrected(
            "links.csv",
            "1,3,there is no deal id,,3\r\n",
            "",
            "1,3,there is no deal id,,3\n",
            "",
            ",,2",
            ",A,2"));
    assertThat(open()).containsExactly("1 3 there is no deal id");
  }

  @Test
  void corrections_that_are_taken_back_open_the_row_again() throws IOException {
    run(exports.text("links.csv", "deal,contact\n,2\n"));
    run(corrected("links.csv", ",,2", ",A,2"));
    database.execute("DELETE FROM dealsync.legacy_file WHERE file_id = 2");
    assertThat(open()).containsExactly("1 2 there is no deal id");
  }

  @Test
  void importing_the_export_once_more_writes_the_rejects_that_are_still_to_be_corrected()
      throws IOException {
    Path file = exports.text("links.csv", "deal,contact\nA,1\n,2\n");
    run(file);
    run(corrected("links.csv", ",,2", ",B,2"));
    Path rejects = folder.resolve("links.csv.rejects.csv");
    Files.delete(rejects);
    assertThat(run(file).rejects()).isEmpty();
    assertThat(rejects).doesNotExist();

    database.execute("DELETE FROM dealsync.legacy_file WHERE file_id = 2");
    assertThat(run(file).rejects()).hasValue(rejects);
    assertThat(rejects("links.csv")).contains("1,3,there is no deal id,,2");
  }

  @Test
  void corrections_of_another_portal_or_source_touch_nothing() throws IOException {
    run(exports.text("links.csv", "deal,contact\n,2\n"));
    Path corrections = corrected("links.csv", ",,2", ",A,2");
    run(ImportRequest.of(corrections, "branch"));
    assertThat(open()).containsExactly("1 2 there is no deal id");
  }

  @Test
  void a_rehearsal_of_corrections_corrects_nothing() throws IOException {
    run(exports.text("links.csv", "deal,contact\n,2\n"));
    run(request(corrected("links.csv", ",,2", ",A,2"), true, Optional.empty(), Optional.empty()));
    assertThat(open()).containsExactly("1 2 there is no deal id");
  }

  @Test
  void rows_keep_their_columns_and_the_wrong_number_of_them_is_rejected_again() throws IOException {
    run(exports.text("links.csv", "deal,contact,primary\nA,1,N\nB,7,2,N\nC,3\n"));
    assertThat(rejects("links.csv"))
        .isEqualToNormalizingNewlines(
            """
            dealsync file,dealsync line,dealsync reason,deal,contact,primary
            1,3,"the row has 4 columns, the header has 3",B,7,2,N
            1,4,"the row has 2 columns, the header has 3",C,3
            """);

    ImportReport again = run(corrected("links.csv"));

    assertThat(again.rows().rejected()).isEqualTo(2);
    assertThat(database.links()).containsExactly("2 A 1 - f -");
  }

  @Test
  void the_rejects_of_a_utf_16_export_can_be_imported_as_they_are() throws IOException {
    run(
        exports.text(
            "wide.csv", "\uFEFFdeal,contact,role\nЖ,,x\nA,1,\n", StandardCharsets.UTF_16LE));
    ImportReport report = run(corrected("wide.csv", ",Ж,,x", ",Ж,2,x"));
    assertThat(report.rows().linked()).isEqualTo(1);
    assertThat(open()).isEmpty();
    assertThat(database.distinctLinks()).containsExactly("A 1 f", "Ж 2 f");
  }

  @Test
  void the_rejects_of_an_encoding_that_had_to_be_named_are_recognised() throws IOException {
    Charset greek = Charset.forName("ISO-8859-7");
    Path file = exports.text("greek.csv", "deal,contact,role,note\nΑ,,x,Ωχ\n", greek);
    run(request(file, false, Optional.of(greek), Optional.empty()));
    run(corrected("greek.csv", ",Α,,x", ",Α,5,x"));
    assertThat(database.distinctLinks()).containsExactly("Α 5 f");
  }

  @Test
  void the_rejects_of_a_windows_1251_export_stay_in_its_encoding() throws IOException {
    Charset russian = Charset.forName("windows-1251");
    run(exports.text("russian.csv", "deal,contact,role\nЖ,,Пока\n", russian));
    assertThat(Files.readString(folder.resolve("russian.csv.rejects.csv"), russian))
        .contains("Ж,,Пока");
  }

  @Test
  void rejects_that_cannot_be_written_are_written_by_the_same_import_with_another_place()
      throws IOException {
    Path file = exports.text("links.csv", "deal,contact\nA,1\n,2\n");
    Path nowhere = folder.resolve("none").resolve("rejects.csv");
    assertThatThrownBy(() -> run(request(file, false, Optional.empty(), Optional.of(nowhere))))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("links.csv is in, but its rejected rows cannot be written to")
        .hasMessageContaining("import it once more with --rejects FILE");

    Path there = folder.resolve("there.csv");
    ImportReport again = run(request(file, false, Optional.empty(), Optional.of(there)));

    assertThat(again.outcome()).isEqualTo(Outcome.WAS_COMPLETE);
    assertThat(again.rejects()).hasValue(there);
    assertThat(Files.readString(there)).contains("1,3,there is no deal id,,2");
  }

  @Test
  void importing_the_export_once_more_leaves_begun_corrections_alone() throws IOException {
    Path file = exports.text("links.csv", "deal,contact\nA,1\n,2\n");
    run(file);
    Path begun = corrected("links.csv", ",,2", ",B,2");
    ImportReport again = run(file);
    assertThat(again.rejects()).isEmpty();
    assertThat(Files.readString(begun)).contains(",B,2");
  }

  /** The rejects file of an import, after someone has replaced some texts in it. */
  private Path corrected(String name, String... wrongAndRight) throws IOException {
    Path file = folder.resolve(name + ".rejects.csv");
    String text = Files.readString(file);
    for (int at = 0; at < wrongAndRight.length; at += 2) {
      text = text.replace(wrongAndRight[at], wrongAndRight[at + 1]);
    }
    return Files.writeString(file, text);
  }

  private String rejects(String name) {
    try {
      return Files.readString(folder.resolve(name + ".rejects.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> open() {
    return database.rows(
        "SELECT file_id, line, reason FROM dealsync.open_legacy_reject ORDER BY 1, 2");
  }

  private List<String> parity() {
    return database.rows(
        "SELECT file_id, line, CASE WHEN outcome = 'skipped' THEN reason ELSE outcome END FROM"
            + " dealsync.legacy_parity ORDER BY 1, 2");
  }

  private ImportReport run(Path file) {
    return run(ImportRequest.of(file, "main"));
  }

  private ImportReport run(ImportRequest request) {
    return new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER).run(request);
  }

  private static ImportRequest againOf(Path file) {
    return ImportRequest.of(file, "main").with(Wish.AGAIN);
  }

  private static ImportRequest request(
      Path file, boolean dryRun, Optional<Charset> charset, Optional<Path> rejects) {
    return new ImportRequest(
        file,
        "main",
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        charset,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        rejects,
        dryRun ? Set.of(Wish.DRY_RUN) : Set.of());
  }
}
