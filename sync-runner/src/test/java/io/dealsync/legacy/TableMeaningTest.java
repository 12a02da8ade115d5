package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.run.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the columns of a table mean beside its ids: whose a row is, whether it still counts. */
class TableMeaningTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  @Test
  void rows_of_another_portal_stay_out_unless_the_column_is_left_out() {
    String text =
        """
        portal,deal_id,contact_id,sort,is_primary
        main,590,1,10,t
        mig,590,2,20,t
        mig,591,3,10,t
        """;
    run(text);

    assertThat(database.distinctLinks()).containsExactly("590 1 t");
    assertThat(database.leftovers())
        .containsExactly(
            "3 skipped the row is portal mig's, and this is main",
            "4 skipped the row is portal mig's, and this is main");

    database.execute("TRUNCATE dealsync.legacy_link");
    run(text.replace(",3,10,t", ",3,10,f").replace("2,20,t", "2,20,f"), Map.of("portal", ""));
    assertThat(database.distinctLinks()).containsExactly("590 1 t", "590 2 f", "591 3 f");
  }

  @ParameterizedTest
  @CsvSource({
    "deleted_at, 2024-03-01 10:00:00+00, ''",
    "_ab_cdc_deleted_at, 2024-03-01T10:00:00Z, ''",
    "deletedAt, 01.03.2024 10:00, ''",
    "deleted_on, 3/1/2024, ''",
    "removed_at, 1709287200, ''",
    "is_active, false, true",
    "active_flag, 0, 1",
    "Active, nein, ja",
    "archived, true, false",
    "is_archived, 1.0, 0.0",
    "archived_at, 2024-03-01, NULL",
    "deleted_at, 2024-03-01, 0000-00-00 00:00:00"
  })
  void a_link_that_a_column_marks_as_gone_does_not_count(String column, String gone, String here) {
    run("deal_id,contact_id,%s\n1,7,%s\n1,8,%s\n".formatted(column, gone, here));

    assertThat(database.links()).containsExactly("2 1 7 - f deleted there", "3 1 8 - f -");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WAHR;FALSCH",
        "VRAI;FAUX",
        "VERDADERO;FALSO",
        "VERO;FALSO",
        "VERDADEIRO;FALSO",
        "WAAR;ONWAAR",
        "PRAWDA;FAŁSZ",
        "1.0;0.0",
        "1,0;0,0",
        "✓;",
        "✔;✗",
        "☑;☐",
        "Primary;",
        "Primary;Secondary",
        "ja;nein",
        "oui;non",
        "sí;no",
        "Основной;"
      })
  void yes_and_no_are_understood_as_spreadsheets_and_data_frames_write_them(String words) {
    String[] both = words.split(";", -1);
    run("deal;contact;primary\n1;7;%s\n1;8;%s\n".formatted(both[0], both[1]));

    assertThat(database.links()).containsExactly("2 1 7 - t -", "3 1 8 - f -");
  }

  @Test
  void an_id_of_another_object_of_salesforce_is_refused_by_name() {
    ImportReport api = run("OpportunityId,ContactId\n0065g00000Tq001,0015g00000Tq005AAA\n");

    assertThat(api.key().format()).isEqualTo("salesforce");
    assertThat(database.links()).isEmpty();
    assertThat(database.leftovers())
        .containsExactly(
            "2 rejected the ContactId '0015g00000Tq005AAA' is the id of an Account: they begin"
                + " with 003");
  }

  @Test
  void swapped_columns_of_salesforce_ids_are_refused_by_name() {
    run("contact_id,deal_id\n0065g00000Tq001,0035g00000Tq005\n");

    assertThat(database.links()).isEmpty();
    assertThat(database.leftovers())
        .containsExactly(
            "2 rejected the ContactId '0065g00000Tq001' is the id of an Opportunity: they begin"
                + " with 003");
  }

  @Test
  void a_table_of_any_names_with_ids_of_salesforce_has_to_have_the_right_objects() {
    run("deal_id,contact_id\n0065g00000Tq001,0015g00000Tq005\n006,003\n");

    assertThat(database.distinctLinks()).containsExactly("006 003 f");
    assertThat(database.leftovers())
        .containsExactly(
            "2 rejected the contact id '0015g00000Tq005' is the id of an Account of Salesforce:"
                + " they begin with 003");
  }

  @Test
  void zoho_names_its_ids_itself() {
    run("Record Id,Deal Name,Contact Name.id,Contact Name\nzcrm_36,Big,zcrm_20,Bo Chan\n");

    assertThat(database.distinctLinks()).containsExactly("zcrm_36 zcrm_20 f");
  }

  @Test
  void a_participant_of_a_name_that_several_have_is_the_deals_own_person_if_that_is_called_so() {
    Path people =
        exports.text("people.csv", "id,name\n502,Bo Chan\n503,Bo Chan\n504,\"Lee, Ann\"\n");
    run(
        """
        Deal - ID,Deal - Contact person ID,Deal - Participants
        102,502,"Bo Chan"
        103,502,"Bo Chan, Lee, Ann"
        104,504,"Lee, Ann"
        105,504,"Bo Chan"
        """,
        Map.of(),
        Optional.of(ContactSource.of(people.toString())));

    assertThat(database.distinctLinks())
        .containsExactly("102 502 t", "103 502 t", "103 504 f", "104 504 t");
    assertThat(database.leftovers())
        .containsExactly("5 rejected 2 contacts are 'Bo Chan': 502, 503");
  }

  @Test
  void the_column_of_names_is_the_one_that_has_names() {
    Path people = exports.text("people.csv", "id,name\n502,Bo Chan\n");
    run(
        """
        ID,Название сделки,Полное имя контакта,Основной контакт
        1,Big,,Bo Chan
        """,
        Map.of(),
        Optional.of(ContactSource.of(people.toString())));

    assertThat(database.distinctLinks()).containsExactly("1 502 t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Opportunities with Contact Roles\n\ndeal,contact\nA-1,C-1\n",
        "# exported 2024\ndeal,contact\nA-1,C-1\n"
      })
  void what_stands_around_a_table_does_not_hide_it(String text) {
    run(text);

    assertThat(database.distinctLinks()).isEqualTo(List.of("A-1 C-1 f"));
  }

  @Test
  void lines_that_are_in_quotes_as_a_whole_are_told_as_that() {
    assertThatThrownBy(() -> run("\"deal,contact\"\n\"A-1,C-1\"\n"))
        .hasMessageContaining("Each line of this file is one text in quotes (deal,contact)");
  }

  private ImportReport run(String text) {
    return run(text, Map.of());
  }

  private ImportReport run(String text, Map<String, String> columns) {
    return run(text, columns, Optional.empty());
  }

  private ImportReport run(
      String text, Map<String, String> columns, Optional<ContactSource> contacts) {
    return new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER)
        .run(
            new ImportRequest(
                exports.text("table.csv", text),
                "main",
                Optional.empty(),
                Optional.empty(),
                columns,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                contacts,
                Optional.empty(),
                Set.of()));
  }
}
