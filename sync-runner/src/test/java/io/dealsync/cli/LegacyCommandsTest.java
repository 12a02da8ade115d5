package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code import}, {@code resolve} and {@code parity} as someone types them. */
class LegacyCommandsTest {

  private final Stage stage = Stage.open();

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  @Test
  void what_resolve_has_put_into_the_mirror_is_taken_out_again_by_undo() {
    cameBefore(200, 300);
    String export = file("opportunities_contacts.csv", suiteExport());
    stage.run(ExitCode.INCOMPLETE, "import", export);
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 9)",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (900, 9)");
    String before = mirror();

    var resolved = stage.run(ExitCode.INCOMPLETE, "resolve", "--originator", "suite", "--json");
    String run = resolved.json().get("run").asString();
    assertThat(mirror()).isNotEqualTo(before);
    assertThat(stage.run(ExitCode.OK, "runs").out()).contains("resolve");
    assertThat(
            stage.value(
                "SELECT string_agg(DISTINCT action, ' ' ORDER BY action) FROM dealsync.change WHERE"
                    + " run_id = "
                    + run))
        .isEqualTo("adopt manage");

    stage.run(ExitCode.OK, "undo", run, "--allow", "changed-percent=100");

    assertThat(mirror()).isEqualTo(before);
    assertThat(stage.query("SELECT deal_id FROM dealsync.edited_deal ORDER BY 1"))
        .containsExactly("1", "900");
  }

  @Test
  void a_deal_that_was_edited_since_it_moved_stays_when_resolve_is_undone() {
    cameBefore(200, 300);
    stage.run(ExitCode.INCOMPLETE, "import", file("opportunities_contacts.csv", suiteExport()));
    var resolved = stage.run(ExitCode.INCOMPLETE, "resolve", "--originator", "suite", "--json");
    String run = resolved.json().get("run").asString();
    String deal = stage.value("SELECT min(deal_id) FROM dealsync.change WHERE run_id = " + run);
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (%s, 299)".formatted(deal));

    stage.run(ExitCode.INCOMPLETE, "undo", run, "--allow", "changed-percent=100");

    assertThat(stage.query("SELECT deal_id FROM dealsync.deal")).containsExactly(deal);
  }

  /** Every deal and link that is wanted. */
  private String mirror() {
    return stage.value(
        """
        SELECT string_agg(format('%s:%s', deal_id, contacts), ' ' ORDER BY deal_id) FROM dealsync.desired_deal\
        """);
  }

  @Test
  void the_way_of_the_guide_leads_to_a_portal_that_is_proven() {
    cameBefore(200, 300);
    String export = file("opportunities_contacts.csv", suiteExport());

    assertThat(stage.run(ExitCode.INCOMPLETE, "import", export, "--dry-run").out())
        .startsWith("A dry run: nothing of opportunities_contacts.csv was imported.")
        .contains("read as   suitecrm: contact=contact_id, deal=opportunity_id")
        .contains("file      UTF-8, separated by commas")
        .containsPattern("linked +403\n")
        .containsPattern("405 +there is no contact_id")
        .doesNotContain("rejects.csv", "Next:");
    assertThat(files()).isEmpty();

    assertThat(stage.run(ExitCode.INCOMPLETE, "import", export).out())
        .startsWith("opportunities_contacts.csv is in, as source suitecrm.")
        .containsPattern("duplicates +1\n +rejected +1\n +skipped +1\n +read +406\n")
        .contains("The rejected rows are in " + export + ".rejects.csv; correct them there")
        .endsWith("Next: dealsync resolve --source suitecrm --originator NAME\n");
    assertThat(stage.run(ExitCode.INCOMPLETE, "import", export).out())
        .startsWith("opportunities_contacts.csv was imported before, and nothing was done.");

    String rejects = export + ".rejects.csv";
    write(rejects, read(rejects).replace(",,D-7,", ",C-77,D-7,"));
    assertThat(stage.run(ExitCode.OK, "import", rejects).out()).containsPattern("linked +1\n");

    assertThat(stage.run(ExitCode.INCOMPLETE, "resolve", "--originator", "suite").out())
        .startsWith("Source suitecrm on portal main: 404 links")
        .containsPattern("deals +201 +200 +1 +0\n +contacts +279 +278 +1 +0\n")
        .containsPattern("moved now +199\n")
        .containsPattern("wait: the deal is not resolved +1\n")
        .containsPattern("wait: a contact is not resolved +1\n")
        .contains("399 links became desired; 0 were desired already.")
        .containsPattern("1 +deal +D-999 +not found: no deal with ORIGINATOR_ID suite")
        .endsWith("Next: dealsync plan\n");
    stage.sql(
        "UPDATE dealsync.legacy_contact SET contact_id = 300 WHERE portal = 'main' AND legacy_id ="
            + " 'C-9999'",
        "UPDATE dealsync.legacy_link SET skip_reason = 'a test deal' WHERE legacy_deal_id ="
            + " 'D-999'");
    assertThat(stage.run(ExitCode.OK, "resolve", "--originator", "suite").out())
        .containsPattern("moved now +1\n +moved before +199\n")
        .contains("4 links became desired; 0 were desired already.");

    assertThat(stage.run(ExitCode.REFUSED, "sync").out()).contains("200 to change (+403 links)");
    assertThat(stage.run(ExitCode.INCOMPLETE, "parity").out()).contains("403 links are missing.");
    stage.run(ExitCode.OK, "apply", "3", "--allow", "changed-percent=100");
    assertThat(stage.run(ExitCode.OK, "sync", "--json").json().get("writes").asInt()).isZero();
    String page = stage.home().resolve("parity.html").toString();
    assertThat(stage.run(ExitCode.OK, "parity", "--html", page).out())
        .containsPattern("on the portal +402\n +skipped +3\n +missing +0\n")
        .contains("1 skipped: came again in file 2")
        .contains("Nothing is missing, and nothing is surplus.")
        .contains("The report is in " + page);
    assertThat(read(page)).contains("Every link of 2 imported files is on the portal");
  }

  @Test
  void everything_about_a_file_can_be_said() {
    Path file =
        bytes(
            "links.txt",
            "Vorgang\tPerson\tNotiz\nA\tä\tx;y;z\n\tB\t\n",
            Charset.forName("ISO-8859-15"));
    Path rejects = stage.home().resolve("to-correct.csv");

    JsonNode said =
        stage
            .run(
                ExitCode.INCOMPLETE,
                "import",
                file.toString(),
                "--source",
                "old-crm",
                "--format",
                "generic",
                "--map",
                "deal=Vorgang,contact=Person",
                "--charset",
                "ISO-8859-15",
                "--separator",
                "tab",
                "--rejects",
                rejects.toString(),
                "--json")
            .json();

    assertThat(said.get("outcome").asString()).isEqualTo("complete");
    assertThat(said.get("source").asString()).isEqualTo("old-crm");
    assertThat(said.get("format").asString()).isEqualTo("generic");
    assertThat(said.get("columns").asString()).isEqualTo("contact=Person, deal=Vorgang");
    assertThat(said.get("charset").asString()).isEqualTo("ISO-8859-15");
    assertThat(said.get("separator").asString()).isEqualTo("tab");
    assertThat(said.get("rejects").asString()).isEqualTo(rejects.toString());
    assertThat(said.get("first_rejected").get(0).get("line").asInt()).isEqualTo(3);
    assertThat(read(rejects.toString())).contains("1\t3\tthere is no deal id\t\tB\t");
    assertThat(stage.query("SELECT legacy_contact_id FROM dealsync.legacy_link"))
        .containsExactly("ä");
  }

  @Test
  void a_file_that_may_have_been_cut_off_in_its_last_field_is_told() {
    String cut = file("cut.csv", "deal,contact\nD-1,C-1\nD-2,C-2");
    assertThat(stage.run(ExitCode.OK, "import", cut, "--dry-run").out())
        .contains("Line 3 has no line break at its end: should the export have been cut off there");
    assertThat(stage.run(ExitCode.OK, "import", cut, "--json").json().get("ends_open").asBoolean())
        .isTrue();
    assertThat(stage.run(ExitCode.OK, "import", file("whole.csv", "deal,contact\nD-3,C-3\n")).out())
        .doesNotContain("no line break");
  }

  @Test
  void a_dry_run_an_import_anew_and_one_that_supersedes_are_three_things() {
    String first = file("first.csv", "deal,contact\nA,1\nA,2\n");
    stage.run(ExitCode.OK, "import", first);
    String second = file("second.csv", "deal,contact\nA,1\n");

    assertThat(outcome(second, "--dry-run")).isEqualTo("rehearsed");
    assertThat(files()).containsExactly("1 first.csv complete");
    assertThat(outcome(second, "--dry-run", "--supersede")).isEqualTo("rehearsed");
    assertThat(outcome(first, "--dry-run", "--again")).isEqualTo("rehearsed");
    assertThat(files()).containsExactly("1 first.csv complete");

    assertThat(outcome(first, "--supersede")).isEqualTo("was_complete");
    assertThat(outcome(first, "--again")).isEqualTo("complete");
    assertThat(files()).containsExactly("2 first.csv complete");

    assertThat(outcome(second, "--again")).isEqualTo("complete");
    assertThat(files()).containsExactly("2 first.csv complete", "3 second.csv complete");
    assertThat(outcome(second, "--again", "--supersede")).isEqualTo("complete");
    assertThat(files()).containsExactly("2 first.csv superseded", "4 second.csv complete");
  }

  @Test
  void rejected_rows_that_cannot_be_written_are_written_elsewhere_by_the_next_import() {
    String export = file("links.csv", "deal,contact\nA,1\n,2\n");
    String nowhere = stage.home().resolve("none").resolve("rejects.csv").toString();
    assertThat(stage.run(ExitCode.USAGE, "import", export, "--rejects", nowhere).err())
        .contains("links.csv is in, but its rejected rows cannot be written to " + nowhere);
    String there = stage.home().resolve("there.csv").toString();
    assertThat(stage.run(ExitCode.INCOMPLETE, "import", export, "--rejects", there).out())
        .startsWith("links.csv was imported before, and only its rejected rows were written.")
        .contains("The rejected rows are in " + there);
    assertThat(read(there)).contains("1,3,there is no deal id,,2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import none.csv                     | There is no file none.csv.",
        "import EXPORT --format excel        | --format: there is no format excel; there are"
            + " salesforce,",
        "import EXPORT --map deal=Vorgang    | There is no column Vorgang for deal; the header has:"
            + " deal, contact.",
        "import EXPORT --charset UTF-99      | --charset",
        "import EXPORT --separator dot       | --separator",
        "import EXPORT --portal branch       | branch",
        "resolve                             | No file was imported for portal main yet: `dealsync"
            + " import FILE",
        "parity                              | imported"
      })
  void what_cannot_be_meant_is_said_with_exit_code_2(String command, String words) {
    String export = file("links.csv", "deal,contact\nA,1\n");
    Spoken spoken = stage.run(ExitCode.USAGE, command.replace("EXPORT", export).split(" +"));
    assertThat(spoken.out()).isEmpty();
    assertThat(spoken.err()).contains(words).doesNotContain("Exception");
    assertThat(files()).isEmpty();
  }

  @Test
  void the_source_has_to_be_named_when_there_are_several() {
    String export = file("links.csv", "deal,contact\nA,1\n");
    stage.run(ExitCode.OK, "import", export, "--source", "one");
    stage.run(ExitCode.OK, "import", export, "--source", "two");
    assertThat(stage.run(ExitCode.USAGE, "resolve").err())
        .contains("Files of several sources were imported: one, two. Say which: --source NAME");
    assertThat(stage.run(ExitCode.USAGE, "resolve", "--source", "six").err())
        .contains("No complete file of source six was imported");
    assertThat(stage.run(ExitCode.INCOMPLETE, "resolve", "--source", "two").out())
        .startsWith("Source two on portal main: 1 link");
  }

  @Test
  void only_ids_moves_nothing() {
    imported("deal,contact\nD-1,C-1\n");
    cameBefore(1, 1);
    Spoken spoken = stage.run(ExitCode.OK, "resolve", "--originator", "suite", "--only-ids");
    assertThat(spoken.out()).containsPattern("deals +1 +1 +0 +0").doesNotContain("became desired");
    assertThat(desired()).isEmpty();
    stage.run(ExitCode.OK, "resolve");
    assertThat(desired()).containsExactly("1 1 mirror");
  }

  @Test
  void partial_moves_what_is_resolved_as_a_mirror() {
    imported("deal,contact\nD-1,C-1\nD-1,C-2\n");
    cameBefore(1, 1);
    stage.run(ExitCode.INCOMPLETE, "resolve", "--originator", "suite");
    assertThat(desired()).isEmpty();
    stage.run(ExitCode.INCOMPLETE, "resolve", "--add-only");
    assertThat(desired()).isEmpty();
    stage.run(ExitCode.INCOMPLETE, "resolve", "--partial");
    assertThat(desired()).containsExactly("1 1 mirror");
  }

  @Test
  void add_only_manages_new_deals_as_add_only() {
    imported("deal,contact\nD-1,C-1\n");
    cameBefore(1, 1);
    stage.run(ExitCode.OK, "resolve", "--originator", "suite", "--add-only");
    assertThat(desired()).containsExactly("1 1 add_only");
  }

  @Test
  void mappings_are_reported_with_their_bad_rows() {
    imported("deal,contact\nD-1,C-1\n");
    String deals = file("deals.csv", "legacy_id,id\nD-1,1\nD-9,x\n");
    String contacts = file("contacts.csv", "legacy_id,id\nC-1,1\n");
    Spoken spoken = stage.run(ExitCode.OK, "resolve", "--deals", deals, "--contacts", contacts);
    assertThat(spoken.out()).contains("line 3: the id 'x' is not a number");
    assertThat(desired()).containsExactly("1 1 mirror");
    assertThat(stage.run(ExitCode.USAGE, "resolve", "--deals", "none.csv").err())
        .contains("There is no file none.csv.");
  }

  @Test
  void an_import_that_is_asked_to_stop_ends_with_6_and_goes_on_when_it_is_repeated() {
    String rows =
        IntStream.rangeClosed(1, 100_001)
            .mapToObj("D,%d\n"::formatted)
            .collect(Collectors.joining("", "deal,contact\n", ""));
    String export = file("links.csv", rows);
    Spoken stopped = stage.cli().stoppedBy(() -> true).run("import", export);
    assertThat(stopped.code()).isEqualTo(ExitCode.AGAIN);
    assertThat(stopped.out())
        .startsWith("links.csv is in up to line 100,001, and none of it is used yet.");
    assertThat(files()).containsExactly("1 links.csv loading");
    assertThat(stage.run(ExitCode.USAGE, "resolve").err()).contains("No file was imported");
    assertThat(stage.run(ExitCode.OK, "import", export).out())
        .startsWith("links.csv is in, as source generic; 100,000 rows were there");
  }

  @Test
  void a_resolve_that_is_asked_to_stop_or_finds_no_portal_ends_with_6_and_goes_on() {
    imported("deal,contact\nD-1,C-1\n");
    cameBefore(1, 1);
    assertThat(stage.cli().stoppedBy(() -> true).run("resolve", "--originator", "suite").code())
        .isEqualTo(ExitCode.AGAIN);
    assertThat(desired()).isEmpty();
    Spoken alone =
        stage
            .cli()
            .with("DEALSYNC_WEBHOOK", "http://127.0.0.1:9/rest/1/" + Stage.SECRET + "/")
            .run("resolve", "--originator", "suite");
    assertThat(alone.code()).as(alone.all()).isEqualTo(ExitCode.AGAIN);
    assertThat(alone.all()).doesNotContain(Stage.SECRET);
    stage.run(ExitCode.OK, "resolve", "--originator", "suite");
    assertThat(desired()).containsExactly("1 1 mirror");
  }

  /** In the form of SuiteCRM: 200 deals, and what real exports have besides. */
  private static String suiteExport() {
    StringBuilder rows =
        new StringBuilder("id,contact_id,opportunity_id,contact_role,date_modified,deleted\n");
    for (int deal = 1; deal <= 200; deal++) {
      for (int place = 0; place <= deal % 3; place++) {
        rows.append(
            "%d-%d,C-%d,D-%d,%s,2024-05-01 10:00:00,0\n"
                .formatted(
                    deal,
                    place,
                    1 + (deal * 7 + place * 31) % 300,
                    deal,
                    place == 0 ? "Primary Decision Maker" : ""));
      }
    }
    return rows.append("900,C-8,D-1,Primary Decision Maker,2024-06-01 10:00:00,0\n")
        .append("901,C-60,D-5,,2024-06-01 10:00:00,1\n")
        .append("902,,D-7,,2024-06-01 10:00:00,0\n")
        .append("903,C-9999,D-8,,2024-06-01 10:00:00,0\n")
        .append("904,C-60,D-999,,2024-06-01 10:00:00,0\n")
        .toString();
  }

  /** Deals D-1, D-2, … and contacts C-1, C-2, … were brought to the portal by another tool. */
  private void cameBefore(long deals, long contacts) {
    stage
        .portal()
        .state()
        .load(
            loader -> {
              for (long deal = 1; deal <= deals; deal++) {
                loader.deal(deal, List.of());
                loader.dealCard(deal, Card.imported("", "suite", "D-" + deal));
              }
              for (long contact = 1; contact <= contacts; contact++) {
                loader.contact(contact);
                loader.contactCard(contact, Card.imported("", "suite", "C-" + contact));
              }
            });
  }

  private void imported(String text) {
    stage.run(ExitCode.OK, "import", file("links.csv", text));
  }

  private String outcome(String file, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "import";
    arguments[1] = file;
    arguments[2] = "--json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return stage.run(ExitCode.OK, arguments).json().get("outcome").asString();
  }

  private List<String> files() {
    return stage.query(
        "SELECT file_id || ' ' || name || ' ' || state FROM dealsync.legacy_file ORDER BY file_id");
  }

  private List<String> desired() {
    return stage.query(
        """
        SELECT deal_id || ' ' || contact_id || ' ' || mode
        FROM dealsync.deal_contact JOIN dealsync.deal USING (portal, deal_id) ORDER BY 1\
        """);
  }

  private String file(String name, String text) {
    return bytes(name, text, StandardCharsets.UTF_8).toString();
  }

  private Path bytes(String name, String text, Charset charset) {
    try {
      return Files.writeString(stage.home().resolve(name), text, charset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String file, String text) {
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
