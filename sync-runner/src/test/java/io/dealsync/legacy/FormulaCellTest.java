package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Someone opens the rejected rows in a spreadsheet: what it would compute there is told. */
class FormulaCellTest {

  @ParameterizedTest
  @CsvSource({
    "=1+1, true",
    "'=HYPERLINK(\"http://evil.example\")', true",
    "+cmd|' /C calc'!A0, true",
    "-2+3+cmd, true",
    "@SUM(A1), true",
    "'  =1', true",
    "＝1, true",
    "-5, false",
    "+7 (900) 123-45-67, false",
    "plain, false",
    "'', false",
  })
  void a_cell_that_begins_a_formula_is_known(String cell, boolean formula) {
    assertThat(RejectsFile.isFormula(cell)).isEqualTo(formula);
  }

  @Test
  void rejected_rows_with_formulas_stay_as_they_are_and_are_told() throws IOException {
    try (Stage stage = Stage.open()) {
      Path file =
          Files.writeString(
              stage.home().resolve("links.csv"),
              "deal_id,contact_id,note\n,2,=1+1\n,6,@SUM(A1)\n4,5,=2\n");

      Spoken spoken = stage.run("import", file.toString(), "--source", "old");

      assertThat(spoken.err())
          .contains("links.csv.rejects.csv: 2 cells begin like a formula (=, +, -, @)");
      assertThat(stage.home().resolve("links.csv.rejects.csv"))
          .content()
          .contains("=1+1", "@SUM(A1)");
    }
  }
}
