package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.run.StopSignal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs on an export's way put into it: noise is known, damage is refused by name. */
class NoisyExportTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  /**
   * A text and what it must become.
   *
   * @param links as {@code deal contact primary}
   * @param leftovers as {@code line outcome reason}
   */
  record Noise(String what, String text, List<String> links, List<String> leftovers) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Noise> noises() {
    return Stream.of(
        new Noise(
            "the line of dashes and the count of rows that sqlcmd prints",
            "deal,contact\n----,-------\nA-1,C-1\n(2 rows affected)\n",
            List.of("A-1 C-1 f"),
            List.of("2 skipped a line of dashes", "4 skipped a line of text below the table")),
        new Noise(
            "a separator hint with a real tab",
            "sep=\t\ndeal\tcontact\nA-1\tC-1\n",
            List.of("A-1 C-1 f"),
            List.of()),
        new Noise(
            "words for nothing",
            "deal,contact\nA-1,NaN\nA-2,None\nNULL,NULL\nA-4,-\nA-5,<NA>\n",
            List.of(),
            List.of(
                "2 skipped the deal has no contact",
                "3 skipped the deal has no contact",
                "4 skipped the row is empty",
                "5 skipped the deal has no contact",
                "6 skipped the deal has no contact")),
        new Noise(
            "lists with nothing inside, cut off, and guarded from spreadsheets",
            """
            Record ID,Associated Contact IDs
            6,"[""11"",null]"
            7,"{11,NULL}"
            8,"[""11"",""12""\"
            9,"=""151;204""\"
            """,
            List.of("6 11 f", "7 11 f", "9 151 f", "9 204 f"),
            List.of("4 rejected the list of contacts '[\"11\",\"12\"' is cut off")),
        new Noise(
            "a footer directly under the table",
            """
            "Opportunity Name","Opportunity ID","Contact Name","Contact ID"
            "North","0065g00000Tq001","Ann","0035g00000Tq005"
            "Grand Totals (1 record)"
            """,
            List.of("0065g00000Tq001AAB 0035g00000Tq005AAB f"),
            List.of("3 skipped a line of text below the table")),
        new Noise(
            "lines above the table",
            "Deals with contacts;;\nAs of 01.02.2024;;\n\nDeal ID;Contact ID;Primary\n1;2;yes\n",
            List.of("1 2 t"),
            List.of()),
        new Noise(
            "what a spreadsheet shows instead of an id",
            """
            deal;contact
            #REF!;1
            ########;2
            3.6524E18;3
            1-Mar;4
            01.03.2024;5
            =A1+1;6
            =HYPERLINK("https://x/deal/12","1004");7
            =1002;8
            E-17;9
            2-MARKET;10
            """,
            List.of("1002 8 f", "1004 7 f", "2-MARKET 10 f", "E-17 9 f"),
            List.of(
                "2 rejected the deal id '#REF!' is what a spreadsheet shows instead of a value",
                "3 rejected the deal id '########' is what a spreadsheet shows instead of a value",
                "4 rejected a spreadsheet has rounded the deal id '3.6524E18': export it again, and"
                    + " keep it out of spreadsheets or format the column as text first",
                "5 rejected the deal id '1-Mar' is a date: a spreadsheet has made it of the id",
                "6 rejected the deal id '01.03.2024' is a date: a spreadsheet has made it of the"
                    + " id",
                "7 rejected the deal id '=A1+1' is a formula; save the file with values")),
        new Noise(
            "letters with accents as one character and as two",
            "deal,contact\n\u00C4-1,C-1\nA\u0308-1,C-2\n",
            List.of("\u00C4-1 C-1 f", "\u00C4-1 C-2 f"),
            List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noises")
  void noise_is_left_out_and_damage_is_refused(Noise noise) {
    run(exports.text("export.csv", noise.text()));

    assertThat(database.distinctLinks()).containsExactlyElementsOf(noise.links());
    assertThat(database.leftovers()).containsExactlyElementsOf(noise.leftovers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"A\u00A0-1", "A-1\uFE0F", "A\u034F-1", "A-\uFFFD", "A-1\uDB40\uDC20"})
  void a_character_that_nobody_sees_is_named(String id) {
    run(exports.text("export.csv", "deal,contact\n" + id + ",C-1\nA-2,C-2\n"));

    assertThat(database.distinctLinks()).containsExactly("A-2 C-2 f");
    assertThat(database.leftovers().getFirst()).contains("invisible or broken character", "U+");
  }

  @Test
  void a_second_header_in_another_order_is_refused() {
    assertThatThrownBy(
            () -> run(exports.text("two.csv", "deal,contact\nA-1,C-1\ncontact,deal\nC-2,A-2\n")))
        .hasMessageContaining("Line 3 is a second header with other columns (contact, deal)");
    assertThat(database.distinctLinks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ID,Lead title,Sale,Stage,Full name (contact),Company | This list of amoCRM has names
          Opportunity Name,Contact Name,Role,Primary | Opportunity ID and Contact ID
          (Do Not Modify) Opportunity,(Do Not Modify) Modified On,Topic,Contact,Account | Dynamics
          Record ID,Deal Name,Deal Stage,Associated Contact | Include all associated records
          Сделка - ID,Сделка - Название,Сделка - Контактное лицо | Pipedrive has names and no ids
          Verkaufschance,Ansprechpartner,Betrag | none is known to have their ids
          """)
  void a_list_of_names_says_where_the_ids_are(String header, String words) {
    String row = "x,".repeat(header.split(",").length - 1) + "x";
    assertThatThrownBy(() -> run(exports.text("names.csv", header + "\n" + row + "\n")))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(words);
  }

  @Test
  void a_report_of_salesforce_in_another_language_is_known_by_its_ids() {
    ImportReport report =
        run(
            exports.text(
                "bericht.csv",
                """
                Opportunity-Nr.;Opportunity-Name;Kontakt-ID;Rolle;Primär
                0065g00000Tq001;Süd;0035g00000Tq005;Käufer;1
                0065g00000Tq001;Süd;0035g00000Tq006;;0
                """,
                Charset.forName("windows-1252")));

    assertThat(report.key().format()).isEqualTo("salesforce");
    assertThat(database.distinctLinks())
        .containsExactly(
            "0065g00000Tq001AAB 0035g00000Tq005AAB t", "0065g00000Tq001AAB 0035g00000Tq006AAB f");
    assertThat(database.rows("SELECT DISTINCT role FROM dealsync.legacy_link WHERE role <> ''"))
        .containsExactly("Käufer");
  }

  private ImportReport run(Path file) {
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
                Optional.empty(),
                Optional.empty(),
                Optional.of(folder.resolve("rejects.csv")),
                Set.of()));
  }
}
