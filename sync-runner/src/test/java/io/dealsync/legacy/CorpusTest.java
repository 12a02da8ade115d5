package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.run.StopSignal;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Exports as CRMs, databases and spreadsheets really write them, each with the right reading. */
class CorpusTest {

  @RegisterExtension final LegacyDatabase database = new LegacyDatabase();

  @TempDir Path folder;
  private Exports exports;

  @BeforeEach
  void prepare() {
    exports = new Exports(folder);
  }

  /**
   * A file and what it must become.
   *
   * @param format how it is read
   * @param links its links as {@code deal contact primary}
   * @param leftovers what is left out, as {@code line outcome reason}
   * @param unread the columns that are told as not read
   */
  record Case(
      String file,
      Map<String, String> columns,
      String format,
      List<String> links,
      List<String> leftovers,
      List<String> unread) {

    @Override
    public String toString() {
      return "%s: %s, %d links, %d left out"
          .formatted(file, format, links.size(), leftovers.size());
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "header-deal-id-contact-id.csv",
            Map.of(),
            "generic",
            List.of("590 1 t", "590 2 f"),
            List.of(),
            List.of()),
        new Case(
            "header-junction-opportunity.csv",
            Map.of(),
            "generic",
            List.of("11 21 t", "11 22 f"),
            List.of(),
            List.of("id")),
        new Case(
            "primary-column-unread.csv",
            Map.of(),
            "generic",
            List.of("o1 c1 f", "o1 c2 t"),
            List.of(),
            List.of("opportunity_contact_id")),
        new Case(
            "salesforce-report.csv",
            Map.of(),
            "salesforce",
            List.of(
                "0065g00000Tq001AAB 0035g00000Tq005AAB t",
                "0065g00000Tq001AAB 0035g00000Tq006AAB f"),
            List.of(
                "5 skipped a line of text below the table",
                "6 skipped a line of text below the table",
                "7 skipped a line of text below the table",
                "8 skipped a line of text below the table"),
            List.of("Opportunity Name")),
        new Case(
            "pipedrive-participants-names.csv",
            Map.of(),
            "pipedrive",
            List.of("101 7001 t", "102 7003 t"),
            List.of(),
            List.of(
                "Deal - Title",
                "Deal - Organization",
                "Deal - Contact person",
                "Deal - Participants (names, not ids)",
                "Deal - Status",
                "Deal - Status")),
        new Case(
            "concatenated-exports.csv",
            Map.of(),
            "generic",
            List.of("A-1 C-1 f", "A-2 C-2 f"),
            List.of("3 skipped the header once more"),
            List.of()),
        new Case(
            "database-null-as-id.tsv",
            Map.of(),
            "suitecrm",
            List.of("o-1 c-1 f", "o-3 c-3 f"),
            List.of("3 rejected there is no contact_id"),
            List.of("id", "date_modified")),
        new Case(
            "deals-without-contact.csv",
            Map.of("deal", "Record Id", "contact", "Contact Name.id"),
            "generic",
            List.of("zcrm_1001 zcrm_2001 f"),
            List.of("3 skipped the deal has no contact"),
            List.of("Deal Name", "Contact Name")),
        new Case(
            "excel-blank-rows.csv",
            Map.of(),
            "generic",
            List.of("A-1 C-1 f"),
            List.of("3 skipped the row is empty", "4 skipped the row is empty"),
            List.of()),
        new Case(
            "excel-sep-line.csv", Map.of(), "generic", List.of("A-1 C-1 f"), List.of(), List.of()),
        new Case(
            "invisible-characters.csv",
            Map.of(),
            "generic",
            List.of("A-1 C-1 f", "A-1 C-2 f", "A-2 C-3 f"),
            List.of(),
            List.of()),
        new Case(
            "json-array-list.csv",
            Map.of(),
            "hubspot",
            List.of("9021374551 151 f", "9021374551 204 f", "9021374552 151 f", "9021374552 204 f"),
            List.of(),
            List.of()),
        new Case(
            "spreadsheet-damaged-ids.csv",
            Map.of(),
            "generic",
            List.of("1001 206 f", "1002 207 f", "1003 208 f"),
            List.of(
                "2 rejected a spreadsheet has rounded the deal id '3.6524E+18': export it again,"
                    + " and keep it out of spreadsheets or format the column as text first",
                "3 rejected a spreadsheet has rounded the deal id '3.6524E+18': export it again,"
                    + " and keep it out of spreadsheets or format the column as text first"),
            List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void a_real_export_is_read_right_without_an_option(Case each) {
    ImportReport report = run(request(exports.real("cases/" + each.file()), each.columns()));

    assertThat(report.key().format()).isEqualTo(each.format());
    assertThat(database.distinctLinks()).containsExactlyElementsOf(each.links());
    assertThat(database.leftovers()).containsExactlyElementsOf(each.leftovers());
    assertThat(report.unread()).containsExactlyElementsOf(each.unread());
  }

  @Test
  void a_list_of_amocrm_has_no_ids_and_the_message_says_where_they_are() {
    assertThatThrownBy(() -> run(request(exports.real("cases/amocrm-ui-export.csv"), Map.of())))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("names of contacts and no ids")
        .hasMessageContaining("/api/v4/leads?with=contacts")
        .hasMessageContaining("--contacts");
  }

  @Test
  void names_are_looked_up_in_a_table_of_contacts_and_ambiguous_ones_are_told() {
    Path list =
        exports.text(
            "list.csv",
            """
            ID,Название сделки,Полное имя контакта
            1,Стропила,Анна  Ли
            2,Доски,Пётр Ким
            3,Брус,Ольга
            4,Гвозди,
            5,Болты,+7 (901) 555-12-34
            """);
    Path contacts =
        exports.text(
            "contacts.csv",
            """
            ID,Полное имя,Телефон
            11,анна Ли,
            12,Петр Ким,
            13,Петр Ким,
            14,Борис,8 901 555 12 34
            """);

    run(
        new ImportRequest(
            list,
            "main",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ContactSource.of(contacts.toString())),
            Optional.empty(),
            Set.of()));

    assertThat(database.distinctLinks()).containsExactly("1 11 t", "5 14 t");
    assertThat(database.leftovers())
        .containsExactly(
            "3 rejected 2 contacts are 'Пётр Ким': 12, 13",
            "4 rejected no contact of the table is 'Ольга'",
            "5 skipped the deal has no contacts");
  }

  @Test
  void names_are_looked_up_in_a_table_of_the_database() {
    database.execute(
        "CREATE SCHEMA crm",
        "CREATE TABLE crm.people (id bigint, name text, email text)",
        "INSERT INTO crm.people VALUES (11, 'Ann Lee', 'ann@example.org'), (12, 'Bo Chan', NULL)");
    Path list = exports.text("list.csv", "deal,contact\nA,bo chan\nB,Ann@Example.org\n");

    run(
        new ImportRequest(
            list,
            "main",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ContactSource.of("table:crm.people")),
            Optional.empty(),
            Set.of()));

    assertThat(database.distinctLinks()).containsExactly("A 12 f", "B 11 f");
  }

  @Test
  void a_wrong_reading_leaves_nothing_open_once_the_right_one_is_in() {
    Path file = exports.text("junction.csv", "opportunity_id,contact_id,is_primary\n11,21,t\n");
    run(
        new ImportRequest(
            file,
            "main",
            Optional.empty(),
            Format.named("salesforce"),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(folder.resolve("rejects.csv")),
            Set.of()));
    assertThat(database.rows("SELECT source FROM dealsync.open_legacy_reject")).hasSize(1);

    run(request(file, Map.of()));

    assertThat(database.rows("SELECT source FROM dealsync.open_legacy_reject")).isEmpty();
    assertThat(database.rows("SELECT format, state FROM dealsync.legacy_file ORDER BY file_id"))
        .containsExactly("salesforce superseded", "generic complete");
  }

  @Test
  void a_column_may_be_left_out() {
    run(
        request(
            exports.text("odd.csv", "deal,contact,sort\nA,1,first\nA,2,second\n"),
            Map.of("sort", "")));
    assertThat(database.links()).containsExactly("2 A 1 - f -", "3 A 2 - f -");
  }

  @Test
  void long_numbers_that_a_spreadsheet_has_rounded_are_refused_and_exact_ones_are_not() {
    run(
        request(
            exports.text(
                "rounded.csv", "deal,contact\n365239700000064000,1\n365239700000065000,2\n"),
            Map.of()));
    assertThat(database.distinctLinks()).isEmpty();
    assertThat(database.leftovers()).hasSize(2).allMatch(each -> each.contains("has rounded"));

    run(
        request(
            exports.text("exact.csv", "deal,contact\n365239700000064000,1\n365239700000065123,2\n"),
            Map.of()));
    assertThat(database.distinctLinks()).hasSize(2);
  }

  @Test
  void rows_that_a_warehouse_marks_as_deleted_are_left_out() {
    ImportReport report =
        run(
            request(
                exports.text(
                    "deal_contact.csv",
                    """
                    contact_id,deal_id,type_id,_fivetran_deleted,_fivetran_synced
                    11,1,3,false,2026-01-01T00:00:00Z
                    12,1,3,true,2026-01-01T00:00:00Z
                    """),
                Map.of()));
    assertThat(report.key().format()).isEqualTo("generic");
    assertThat(database.links()).containsExactly("2 1 11 - f -", "3 1 12 - f deleted there");
  }

  @Test
  void what_the_api_of_amocrm_answers_is_read_page_behind_page() {
    String page =
        """
        {"_page":1,"_embedded":{"leads":[
          {"id":30011,"name":"x","_embedded":{"tags":[],"contacts":[{"id":55,"is_main":false},{"id":56,"is_main":true}]}},
          {"id":%d,"name":"y","_embedded":{"tags":[],"contacts":[]}}]}}
        """;
    ImportReport report =
        run(request(exports.text("leads.json", page.formatted(1) + page.formatted(2)), Map.of()));
    assertThat(report.key().format()).isEqualTo("amocrm");
    assertThat(database.distinctLinks()).containsExactly("30011 55 f", "30011 56 t");
    assertThat(report.rows().duplicates()).isEqualTo(1);
  }

  @Test
  void what_the_api_of_hubspot_answers_is_read() {
    run(
        request(
            exports.text(
                "deals.json",
                """
                {"results":[
                  {"id":"9021374551","properties":{},"createdAt":"x","associations":{"contacts":{"results":[{"id":"151","type":"deal_to_contact"},{"id":"204","type":"deal_to_contact"}]}}},
                  {"id":"9021374552","properties":{},"createdAt":"x"}],"paging":{}}
                """),
            Map.of()));
    run(
        request(
            exports.text(
                "associations.json",
                """
                {"status":"COMPLETE","results":[{"from":{"id":"77"},"to":[{"toObjectId":151,"associationTypes":[]}]}]}
                """),
            Map.of()));
    assertThat(database.distinctLinks())
        .containsExactly("77 151 f", "9021374551 151 f", "9021374551 204 f");
  }

  @Test
  void what_the_api_of_salesforce_answers_is_read_and_references_are_refused() {
    String record =
        """
        {"records":[{"attributes":{"type":"OpportunityContactRole"},"OpportunityId":"%s","ContactId":"0035g00000Tq005AAB","Role":null,"IsPrimary":true}]}
        """;
    run(request(exports.text("roles.json", record.formatted("0065g00000Tq001AAB")), Map.of()));
    assertThat(database.distinctLinks()).containsExactly("0065g00000Tq001AAB 0035g00000Tq005AAB t");

    assertThatThrownBy(
            () ->
                run(
                    request(
                        exports.text("tree.json", record.formatted("@OpportunityRef1")), Map.of())))
        .hasMessageContaining("has references (@OpportunityRef1) instead of ids");
  }

  private static ImportRequest request(Path file, Map<String, String> columns) {
    return new ImportRequest(
        file,
        "main",
        Optional.empty(),
        Optional.empty(),
        columns,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }

  private ImportReport run(ImportRequest request) {
    return new LegacyImport(database.source(), ImportProgress.NONE, StopSignal.NEVER).run(request);
  }
}
