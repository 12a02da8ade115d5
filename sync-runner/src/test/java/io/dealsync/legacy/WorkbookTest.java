package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.run.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class WorkbookTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;

  @Test
  void numbers_that_are_ids_stay_exact_and_rounded_ones_are_refused() {
    Path file =
        workbook(
            book -> {
              Worksheet sheet = book.newWorksheet("Deals");
              row(sheet, 0, "Record ID", "Associated Contact IDs");
              row(sheet, 1, 9021374551L, "151;204");
              row(sheet, 2, 123456789012345L, 151);
              row(sheet, 3, 3652397000000649013L, 151);
              row(sheet, 4, 3.6523970000006E18, 151);
              row(sheet, 5, 9021374551234560.3, 151);
            });

    ImportReport report = run(file, Optional.empty());

    assertThat(report.key().format()).isEqualTo("hubspot");
    assertThat(database.distinctLinks())
        .containsExactly(
            "123456789012345 151 f",
            "3652397000000649013 151 f",
            "9021374551 151 f",
            "9021374551 204 f");
    assertThat(database.leftovers())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each).contains("has rounded the deal id"));
  }

  @Test
  void the_first_sheet_is_read_and_the_others_are_named() {
    Path file =
        workbook(
            book -> {
              Worksheet first = book.newWorksheet("Links");
              row(first, 0, "deal", "contact");
              row(first, 1, "A", "1");
              Worksheet second = book.newWorksheet("Old");
              row(second, 0, "deal", "contact");
              row(second, 1, "B", "2");
            });

    assertThat(run(file, Optional.empty()).note())
        .contains("Only sheet Links was read; the workbook has Links, Old.");
    run(file, Optional.of("old"));
    assertThat(database.distinctLinks()).containsExactly("A 1 f", "B 2 f");
    assertThatThrownBy(() -> run(file, Optional.of("none")))
        .hasMessageContaining("has no sheet none; it has Links, Old.");
  }

  @Test
  void lines_above_the_table_and_sheets_without_one_are_told_and_not_read() {
    Path file =
        workbook(
            book -> {
              Worksheet info = book.newWorksheet("Info");
              row(info, 0, "Exported by Ann");
              Worksheet hidden = book.newWorksheet("Lists");
              row(hidden, 0, "a", "b");
              hidden.setVisibilityState(VisibilityState.HIDDEN);
              Worksheet deals = book.newWorksheet("Deals");
              row(deals, 0, "Opportunities with Contact Roles");
              row(deals, 1, "As of 01.02.2024", "by Ann");
              row(deals, 3, "Opportunity ID", "Opportunity Name", "Contact ID", "Primary");
              row(deals, 4, "0065g00000Tq001", "North", "0035g00000Tq005", "1");
            });

    ImportReport report = run(file, Optional.empty());

    assertThat(database.distinctLinks()).containsExactly("0065g00000Tq001AAB 0035g00000Tq005AAB t");
    assertThat(report.note())
        .contains(
            "Only sheet Deals was read; the workbook has Info, Lists, Deals.",
            "2 rows above the table were not read.");
  }

  @Test
  void names_of_groups_above_the_header_tell_its_columns_apart() {
    Path file =
        workbook(
            book -> {
              Worksheet sheet = book.newWorksheet("Deals");
              row(sheet, 0, "Deal", "", "Contact", "");
              row(sheet, 1, "ID", "Name", "ID", "Name");
              row(sheet, 2, "A", "North", "7", "Ann");
            });

    run(file, Optional.empty());

    assertThat(database.distinctLinks()).containsExactly("A 7 f");
  }

  @Test
  void empty_rows_and_cells_are_no_damage_and_dates_and_formulas_are_told() {
    Path file =
        workbook(
            book -> {
              Worksheet sheet = book.newWorksheet("Links");
              row(sheet, 1, "deal", "contact", "since", "sum");
              row(sheet, 2, "A", "1");
              sheet.value(2, 2, LocalDate.of(2024, 2, 1));
              sheet.style(2, 2).format("yyyy-MM-dd").set();
              sheet.formula(2, 3, "1+1");
              row(sheet, 5, "B", "2");
            });

    ImportReport report = run(file, Optional.empty());

    assertThat(database.links()).containsExactly("3 A 1 - f -", "6 B 2 - f -");
    assertThat(report.rows().rejected()).isZero();
    assertThat(report.note()).contains("since: a date in a cell").contains("sum: a formula");
  }

  @Test
  void rejected_rows_go_to_a_text_that_can_be_imported() throws IOException {
    Path file =
        workbook(
            book -> {
              Worksheet sheet = book.newWorksheet("Deals");
              row(sheet, 0, "Record ID", "Associated Contact IDs");
              row(sheet, 1, 1, 151);
              row(sheet, 2, "x", 151);
            });

    ImportReport report = run(file, Optional.empty());

    Path rejects = report.rejects().orElseThrow();
    assertThat(Files.readString(rejects)).contains("x,151");
    Files.writeString(rejects, Files.readString(rejects).replace("x,151", "2,151"));
    run(rejects, Optional.empty());
    assertThat(database.distinctLinks()).containsExactly("1 151 f", "2 151 f");
    assertThat(database.rows("SELECT line FROM dealsync.open_legacy_reject")).isEmpty();
  }

  private static void row(Worksheet sheet, int row, Object... cells) {
    for (int column = 0; column < cells.length; column++) {
      switch (cells[column]) {
        case Number number -> sheet.value(row, column, number);
        default -> sheet.value(row, column, String.valueOf(cells[column]));
      }
    }
  }

  private Path workbook(Consumer<Workbook> content) {
    Path file = folder.resolve("book.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "dealsync", "1.0")) {
      content.accept(book);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    return file;
  }

  private ImportReport run(Path file, Optional<String> sheet) {
    return new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER)
        .run(
            new ImportRequest(
                file,
                "main",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                sheet,
                Optional.empty(),
                Optional.empty(),
                Set.of()));
  }
}
