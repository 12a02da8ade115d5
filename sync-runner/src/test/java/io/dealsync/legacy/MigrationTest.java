package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.crm.BulkLoader;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole way, command by command: from an export of Salesforce to a portal that is proven. */
class MigrationTest {

  private static final String ORIGINATOR = "sf";

  @TempDir Path folder;

  @Test
  void two_thousand_contact_roles_of_salesforce_arrive_on_the_portal() throws IOException {
    migrate(2_000);
  }

  @Test
  @Tag("long")
  void half_a_million_contact_roles_of_salesforce_arrive_on_the_portal() throws IOException {
    migrate(496_601);
  }

  /**
   * The export, and the ids under which its records are on the portal.
   *
   * @param contacts the contacts of each deal in the order of their rows
   * @param primary the deals' primary contacts
   * @param ids Bitrix24 ids by those of Salesforce
   */
  private record Exported(
      Map<String, List<String>> contacts, Map<String, String> primary, Map<String, Long> ids) {

    static Exported read(Path file) throws IOException {
      Exported exported = new Exported(new HashMap<>(), new HashMap<>(), new HashMap<>());
      try (Stream<String> lines = Files.lines(file)) {
        lines.skip(1).forEach(line -> exported.add(line.replace("\"", "").split(",")));
      }
      return exported;
    }

    private void add(String[] row) {
      contacts.computeIfAbsent(row[1], deal -> new ArrayList<>()).add(row[2]);
      if (row[4].equals("true")) {
        primary.put(row[1], row[2]);
      }
      ids.computeIfAbsent(row[1], deal -> 10L + ids.size());
      ids.computeIfAbsent(row[2], contact -> 10L + ids.size());
    }

    long id(String origin) {
      return Objects.requireNonNull(ids.get(origin));
    }

    /** The deal's rows as the portal has them in the end. */
    String rows(String deal) {
      List<String> rows = new ArrayList<>();
      for (String contact : Objects.requireNonNull(contacts.get(deal))) {
        rows.add(
            "%d/%d/%s"
                .formatted(
                    id(contact),
                    10 + 10 * rows.size(),
                    contact.equals(primary.get(deal)) ? "Y" : "N"));
      }
      return String.join(" ", rows);
    }
  }

  /**
   * The export as a company really has it: with links that were deleted there, links that were
   * exported twice, and contact ids that someone has spoilt. The spoilt rows are the last of their
   * deals.
   */
  private record Untidy(Path file, int deleted, int duplicates, int spoilt) {

    private static final String SPOILT = "\"x003";

    static Untidy of(Path clean, Path file) throws IOException {
      List<String> lines = Files.readAllLines(clean);
      List<String> untidy = new ArrayList<>(lines.subList(0, 1));
      int deleted = 0;
      int duplicates = 0;
      int spoilt = 0;
      for (int row = 1; row < lines.size(); row++) {
        String line = lines.get(row);
        boolean last = row + 1 == lines.size() || !deal(lines.get(row + 1)).equals(deal(line));
        if (row % 50 == 7) {
          untidy.add(line.replaceFirst("\"false\"$", "\"true\""));
          deleted++;
        }
        if (row % 70 == 3 && last) {
          untidy.add(line.replace("\"003", SPOILT));
          spoilt++;
        } else {
          untidy.add(line);
          if (row % 50 == 17) {
            untidy.add(line);
            duplicates++;
          }
        }
      }
      return new Untidy(Files.write(file, untidy), deleted, duplicates, spoilt);
    }

    private static String deal(String line) {
      return line.split(",")[1];
    }

    /** What its import counts. */
    String counts(int links) {
      return "{\"read\":%d,\"linked\":%d,\"duplicates\":%d,\"rejected\":%d,\"skipped\":%d}"
          .formatted(links + deleted + duplicates, links - spoilt, duplicates, spoilt, deleted);
    }

    /** Someone corrects the rejected rows in the file that has them. */
    static void correct(Path rejects) throws IOException {
      Files.writeString(rejects, Files.readString(rejects).replace(",x003", ",003"));
    }
  }

  private void migrate(int rows) throws IOException {
    Path clean = new MillionRows(1).salesforce(folder.resolve("clean.csv"), rows);
    Untidy untidy = Untidy.of(clean, folder.resolve("OpportunityContactRole.csv"));
    Exported exported = Exported.read(clean);
    int deals = exported.contacts().size();
    try (Stage stage = Stage.open()) {
      stage.portal().state().load(loader -> recordsCameBefore(loader, exported));

      JsonNode imported = json(stage, 5, "import", untidy.file().toString(), "--json");
      assertThat(imported.get("rows").toString()).isEqualTo(untidy.counts(rows));
      Path rejects = Path.of(imported.get("rejects").asString());
      Untidy.correct(rejects);
      JsonNode corrected = json(stage, 0, "import", rejects.toString(), "--json");
      assertThat(corrected.get("rows").get("linked").asInt()).isEqualTo(untidy.spoilt());
      JsonNode resolved = json(stage, 0, "resolve", "--originator", ORIGINATOR, "--json");
      assertThat(resolved.toString()).contains("\"moved\"");
      JsonNode plan = json(stage, 3, "plan", "--json");
      assertThat(plan.get("added_links").asInt()).isEqualTo(rows);
      json(stage, 4, "apply", run(plan), "--json");
      JsonNode applied =
          json(stage, 0, "apply", run(plan), "--allow", "changed-percent=100", "--json");
      assertThat(applied.get("verified").asInt()).isEqualTo(deals);
      JsonNode parity = json(stage, 0, "parity", "--json");
      System.out.println(
          "%d rows, %d deals: %s".formatted(rows, deals, applied.get("duration_ms")));
      int present = 0;
      for (JsonNode each : parity.get("files")) {
        present += each.get("parity").get("present").asInt();
      }
      assertThat(present).as(parity.toString()).isEqualTo(rows);
      assertThat(parity.get("proven").asBoolean()).isTrue();
      assertThat(json(stage, 0, "sync", "--json").get("writes").asInt()).isZero();
      isOnThePortal(stage, exported);
    }
  }

  private static String run(JsonNode plan) {
    return plan.get("run").asString();
  }

  private static JsonNode json(Stage stage, int code, String... arguments) throws IOException {
    Path unpaced =
        Files.writeString(
            stage.home().resolve("unpaced.yaml"),
            "portals: {main: {recheck-after: 1d, limits: {burst: 1000000, per-second: 1000000}}}");
    Spoken spoken =
        stage.run(
            Stream.concat(Stream.of(arguments), Stream.of("--config", unpaced.toString()))
                .toArray(String[]::new));
    assertThat(spoken.code()).as(spoken.err()).isEqualTo(code);
    return spoken.json();
  }

  /** Deals and contacts were brought to the portal by another tool, in an order of its own. */
  private static void recordsCameBefore(BulkLoader loader, Exported exported) {
    exported
        .contacts()
        .keySet()
        .forEach(
            origin -> {
              long id = exported.id(origin);
              loader.deal(id, List.of());
              loader.dealCard(id, Card.imported("", ORIGINATOR, origin));
            });
    exported.contacts().values().stream()
        .flatMap(List::stream)
        .distinct()
        .forEach(
            origin -> {
              long id = exported.id(origin);
              loader.contact(id);
              loader.contactCard(id, Card.imported("", ORIGINATOR, origin));
            });
  }

  private static void isOnThePortal(Stage stage, Exported exported) {
    for (String deal : exported.contacts().keySet()) {
      assertThat(stage.portal().state().linksText(exported.id(deal)))
          .as(deal)
          .isEqualTo(exported.rows(deal));
    }
  }
}
