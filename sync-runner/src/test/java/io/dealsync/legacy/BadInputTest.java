package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.run.StopSignal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;
  private boolean refused;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  @AfterEach
  void a_refused_file_leaves_the_database_as_it_was() {
    if (refused) {
      assertThat(database.one("SELECT count(*) FROM dealsync.legacy_file")).isEqualTo("0");
      assertThat(database.one("SELECT count(*) FROM dealsync.legacy_link")).isEqualTo("0");
    }
  }

  @Test
  void a_missing_file() {
    refused(folder.resolve("none.csv")).hasMessageContaining("There is no file");
  }

  @Test
  void a_folder() {
    refused(folder).hasMessageContaining("is a folder");
  }

  @Test
  void an_empty_file() {
    refused(exports.text("empty.csv", "")).hasMessageEndingWith("is empty.");
  }

  @Test
  void blank_lines_only() {
    refused(exports.text("blank.csv", "\n\n\n")).hasMessageEndingWith("has no rows.");
  }

  @Test
  void a_header_without_rows_is_no_export_of_nothing() {
    refused(exports.text("header.csv", "deal,contact\n"))
        .hasMessageContaining("has a header and no rows");
  }

  @Test
  void a_web_page_that_was_saved_as_csv() {
    refused(exports.text("page.csv", "\n<!DOCTYPE html><html><title>Sign in</title></html>"))
        .hasMessageContaining("is a web page or XML, not a table");
  }

  @Test
  void json_of_something_else() {
    refused(exports.text("leads.csv", "{\"_embedded\":{\"leads\":[{\"id\":1,\"_embedded\":{}}]}}"))
        .hasMessageContaining("leads without their contacts")
        .hasMessageContaining("with=contacts");
    refused(exports.text("empty.json", "{\"results\":[]}")).hasMessageContaining("has no records");
    refused(exports.text("cut.json", "{\"results\":[{\"deal\":1,\"contact\":2},{\"deal\":3"))
        .hasMessageContaining("is not whole JSON");
  }

  @Test
  void a_file_that_ends_inside_a_quoted_field() {
    refused(exports.text("cut.csv", "deal,contact,note\nA,1,x\nB,2,\"half a sen"))
        .hasMessageContaining("in the row that begins on line 3")
        .hasMessageContaining("the file is truncated")
        .hasMessageEndingWith("Nothing of it was imported.");
  }

  @Test
  void a_file_that_ends_inside_a_row() {
    refused(exports.text("cut.csv", "deal,contact,primary\nA,1,Y\nB,2,Y\nC"))
        .hasMessageContaining("it ends in the middle of the row that begins on line 4");
  }

  @Test
  void a_last_row_without_a_line_break_is_fine() {
    assertThat(run(exports.text("fine.csv", "deal,contact\nA,1\nB,2")).rows().linked())
        .isEqualTo(2);
  }

  @Test
  void a_row_with_the_wrong_number_of_columns_is_rejected() {
    ImportReport report = run(exports.text("wide.csv", "deal,contact\nA,1\nB,2,3\nC\nD,4\n"));
    assertThat(report.rows().linked()).isEqualTo(2);
    assertThat(database.leftovers())
        .containsExactly(
            "3 rejected the row has 3 columns, the header has 2",
            "4 rejected the row has 1 columns, the header has 2");
  }

  @Test
  void a_header_without_the_needed_columns() {
    refused(exports.text("names.csv", "first name,last name\nAnn,Lee\n"))
        .hasMessageContaining("Which column is the deal? The header has: first name, last name")
        .hasMessageContaining("--map deal=COLUMN");
  }

  @Test
  void a_header_that_has_a_column_twice() {
    refused(exports.text("twice.csv", "deal,contact,Contact\nA,1,2\n"))
        .hasMessageContaining("has the column contact 2 times");
  }

  @Test
  void a_mapping_of_something_the_format_does_not_have() {
    refused(
            new ImportRequest(
                exports.text("ok.csv", "deal,contact\nA,1\n"),
                "main",
                Optional.empty(),
                Optional.empty(),
                Map.of("price", "deal"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of()))
        .hasMessageContaining("the format generic has no price; it has deal, contact");
  }

  @Test
  void mixed_encodings_are_refused_with_the_line() throws IOException {
    Path file =
        exports.text("mixed.csv", "deal,contact,note\nA,1,Привет\nB,2,Здравствуйте\nC,3,ещё\n");
    Files.write(
        file, "D,4,Пока\n".getBytes(Charset.forName("windows-1251")), StandardOpenOption.APPEND);
    refused(file)
        .hasMessageContaining("has mixed encodings: most of it is UTF-8, but line 5 is not")
        .hasMessageContaining("--charset windows-1251");
  }

  @Test
  void bytes_that_do_not_fit_the_named_encoding() {
    Path file =
        exports.text(
            "named.csv", "deal,contact,note\nA,1,ok\nB,2,Пока\n", Charset.forName("windows-1251"));
    refused(
            new ImportRequest(
                file,
                "main",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of(StandardCharsets.UTF_8),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of()))
        .hasMessageContaining("is not UTF-8: the bytes of line 3 are not");
  }

  @Test
  void utf_16_is_read_when_it_says_so() {
    Path file = exports.text("wide.csv", "\uFEFFdeal,contact\nA,1\n", StandardCharsets.UTF_16LE);
    assertThat(run(file).rows().linked()).isEqualTo(1);
    assertThat(database.links()).containsExactly("2 A 1 - f -");
  }

  @Test
  void utf_16_without_a_mark_is_asked_about() {
    refused(exports.text("wide.csv", "deal,contact\nA,1\n", StandardCharsets.UTF_16LE))
        .hasMessageContaining("contains zero bytes")
        .hasMessageContaining("--charset UTF-16LE");
  }

  @Test
  void a_binary_file() {
    refused(exports.bytes("image.csv", new byte[] {1, 2, 0, 4, 5, 0, 7}))
        .hasMessageContaining("is not a text");
  }

  @Test
  void an_excel_workbook() {
    refused(exports.bytes("book.csv", new byte[] {0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0}))
        .hasMessageContaining("no Excel workbook that can be read")
        .hasMessageContaining("save it as CSV");
  }

  @Test
  void a_compressed_file() {
    refused(exports.bytes("export.csv.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0}))
        .hasMessageContaining("compressed with gzip");
  }

  @Test
  void a_line_of_10_megabytes_is_read_and_its_id_rejected() {
    String long10 = "x".repeat(10_000_000);
    ImportReport report =
        run(
            exports.text(
                "long.csv", "deal,contact,note\nA,1," + long10 + "\nB," + long10 + ",\nC,3,\n"));
    assertThat(report.rows().linked()).isEqualTo(2);
    assertThat(database.leftovers())
        .containsExactly("3 rejected the contact id has 10,000,000 characters, 255 are the most");
  }

  @Test
  void a_stray_quote_that_swallows_the_rest_of_a_large_file() {
    refused(exports.text("stray.csv", "deal,contact\nA,1\nB,\"2\n" + "C,3\n".repeat(5_000_000)))
        .hasMessageContaining("in the row that begins on line 3")
        .hasMessageContaining("never closed");
  }

  @Test
  void a_row_that_does_not_end() {
    refused(exports.text("endless.csv", "deal,contact\nA,1\nB,2" + ",C,3".repeat(1_000_000)))
        .hasMessageContaining("in the row that begins on line 3:")
        .hasMessageContaining("it has more than 16,384 columns");
  }

  @Test
  void a_file_that_is_written_to_while_it_is_read() {
    StringBuilder text = new StringBuilder("deal,contact\n");
    for (int row = 0; row < 100; row++) {
      text.append("A,").append(row).append('\n');
    }
    Path file = exports.text("growing.csv", text.toString());
    ImportProgress writer =
        (rows, line) -> {
          try {
            Files.writeString(file, "B,1\n", StandardOpenOption.APPEND);
          } catch (IOException failure) {
            throw new IllegalStateException(failure);
          }
        };
    refused = true;
    assertThatThrownBy(
            () ->
                new LegacyImport(database.source(), writer, StopSignal.NEVER, 10)
                    .run(ImportRequest.of(file, "main")))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("was written to while it was read")
        .hasMessageEndingWith("Nothing of it was imported.");
  }

  @Test
  void ids_that_are_no_numbers_negative_or_zero_where_they_must_be_numbers() {
    run(
        exports.text(
            "amo.csv",
            """
            Lead ID,Main contact ID,Linked contact IDs
            abc,1,
            -5,1,
            0,1,
            4,x1,
            5,,7;-8
            6,7,
            """));
    assertThat(database.leftovers())
        .containsExactly(
            "2 rejected the deal id 'abc' is not a number",
            "3 rejected the deal id '-5' is negative",
            "4 rejected the deal id is 0",
            "5 rejected the main contact's id 'x1' is not a number",
            "6 rejected the contact id '-8' is negative");
  }

  @Test
  void salesforce_ids_that_are_none() {
    run(
        exports.text(
            "sf.csv",
            """
            OpportunityId,ContactId,IsPrimary
            0065g00000TqLmB,0035g00001XyZaQAAV,true
            0065g00000TqLmB,0035g00001XyZ,false
            0035g00001XyZaQAAV,0065g00000TqLmB,false
            0065g00000TqLmB,0035g00001XyZaQAAB,false
            """));
    assertThat(database.leftovers())
        .containsExactly(
            "3 rejected the ContactId '0035g00001XyZ' is no Salesforce id: those have 15 or 18"
                + " letters and digits",
            "4 rejected the OpportunityId '0035g00001XyZaQAAV' is the id of a Contact: they"
                + " begin with 006",
            "5 rejected the ContactId '0035g00001XyZaQAAB' is damaged: its last three characters do"
                + " not fit");
  }

  @Test
  void sorts_that_are_no_places() {
    run(exports.text("sort.csv", "deal,contact,sort\nA,1,first\nA,2,-1\nA,3,99999999999\nA,4,2\n"));
    assertThat(database.leftovers())
        .containsExactly(
            "2 rejected sort 'first' is not a number",
            "3 rejected sort '-1' is negative",
            "4 rejected sort '99999999999' is not a number");
  }

  @Test
  void a_file_in_the_wrong_format_is_refused_early() {
    StringBuilder text = new StringBuilder("Record ID,Associated Contact IDs\n");
    for (int row = 0; row < 5000; row++) {
      text.append("D-").append(row).append(",1\n");
    }
    refused(exports.text("wrong.csv", text.toString()))
        .hasMessageContaining("None of the first 1,000 rows can be read")
        .hasMessageContaining("'D-0' is not a number")
        .hasMessageContaining("--format");
  }

  private ImportReport run(Path file) {
    return run(ImportRequest.of(file, "main"));
  }

  private ImportReport run(ImportRequest request) {
    return new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER).run(request);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(Path file) {
    return refused(ImportRequest.of(file, "main"));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(ImportRequest request) {
    refused = true;
    return assertThatThrownBy(() -> run(request)).isInstanceOf(UnusableFileException.class);
  }
}
