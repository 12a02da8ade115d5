package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * An export in which most rows repeat or contradict others: each is accounted for, and neither the
 * import nor the report takes longer for them than for good ones.
 */
class MessyExportTest {

  @TempDir Path folder;

  @Test
  void every_row_of_a_messy_export_is_accounted_for() throws IOException {
    account(6_000);
  }

  @Test
  @Tag("long")
  void every_row_of_a_huge_messy_export_is_accounted_for() throws IOException {
    account(600_000);
  }

  private record Pair(int deal, int contact) {}

  private record Row(int deal, int contact, int sort, boolean primary) {

    static Row random(Random random, int deals) {
      int contact = 1 + random.nextInt(6);
      return new Row(
          1 + random.nextInt(deals),
          contact,
          random.nextInt(10) < 6 ? 10 * contact : 1 + random.nextInt(90),
          random.nextInt(10) < 4);
    }

    Pair pair() {
      return new Pair(deal, contact);
    }

    String line() {
      return "%d,%d,%d,%s".formatted(deal, contact, sort, primary);
    }
  }

  /** What has to become of the rows: the first row of a pair stands, and a deal's first primary. */
  private record Expected(int linked, int duplicates, int rejected) {

    static Expected of(List<Row> rows) {
      Map<Pair, Row> first = new HashMap<>();
      List<Row> agreeing = new ArrayList<>();
      for (Row row : rows) {
        if (row.equals(first.computeIfAbsent(row.pair(), pair -> row))) {
          agreeing.add(row);
        }
      }
      Map<Integer, Integer> main = new HashMap<>();
      Set<Pair> linked = new HashSet<>();
      int duplicates = 0;
      for (Row row : agreeing) {
        boolean stands =
            !row.primary()
                || main.computeIfAbsent(row.deal(), deal -> row.contact()) == row.contact();
        if (stands && !linked.add(row.pair())) {
          duplicates++;
        }
      }
      return new Expected(linked.size(), duplicates, rows.size() - linked.size() - duplicates);
    }
  }

  private void account(int size) throws IOException {
    long seed = 7;
    Random random = new Random(seed);
    List<Row> rows = random.ints(size).mapToObj(any -> Row.random(random, size / 5)).toList();
    Path export = folder.resolve("export.csv");
    List<String> lines = new ArrayList<>(List.of("deal,contact,sort,primary"));
    rows.forEach(row -> lines.add(row.line()));
    Files.write(export, lines);
    Expected expected = Expected.of(rows);

    try (Stage stage = Stage.open()) {
      JsonNode imported = json(stage, "import", export.toString());
      assertThat(imported.get("rows").toString())
          .as("seed %d", seed)
          .isEqualTo(
              "{\"read\":%d,\"linked\":%d,\"duplicates\":%d,\"rejected\":%d,\"skipped\":0}"
                  .formatted(size, expected.linked(), expected.duplicates(), expected.rejected()));
      Path rejects = Path.of(imported.get("rejects").asString());
      assertThat(Files.readAllLines(rejects)).hasSize(1 + expected.rejected());

      JsonNode parity = json(stage, "parity").get("files").get(0);
      assertThat(parity.get("parity").get("missing").asInt())
          .isEqualTo(expected.linked() + expected.rejected());
      assertThat(parity.get("reasons").get(1).get("links").asInt()).isEqualTo(expected.rejected());
    }
  }

  private static JsonNode json(Stage stage, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    Spoken spoken = stage.run(all.toArray(String[]::new));
    assertThat(spoken.code()).as(spoken.err()).isEqualTo(5);
    return spoken.json();
  }
}
