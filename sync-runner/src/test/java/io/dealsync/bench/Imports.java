package io.dealsync.bench;

import io.dealsync.legacy.MillionRows;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code dealsync import} of a million rows beside psql's {@code \copy} of the same file into a
 * plain table, as whole commands and in turns.
 */
final class Imports {

  private static final int ROWS = 1_000_000;
  private static final int ROUNDS = 7;

  private final Launcher dealsync;
  private final Stage stage;

  private Imports(Path project, Stage stage) {
    this.dealsync = new Launcher(project, stage);
    this.stage = stage;
  }

  static List<String> measure(Path project) throws IOException {
    MarkdownTable table =
        new MarkdownTable("1,000,000 rows of", "MB", "psql `\\copy`", "import", "times", "one row");
    try (Stage stage = Stage.open()) {
      Imports imports = new Imports(project, stage);
      imports.row(
          table,
          "Salesforce",
          new MillionRows(1).salesforce(stage.home().resolve("roles.csv"), ROWS),
          "id text, deal text, contact text, role text, is_primary text, deleted text");
      imports.row(
          table,
          "SuiteCRM",
          new MillionRows(1).suitecrm(stage.home().resolve("opportunities_contacts.csv"), ROWS),
          "id text, deal text, contact text, role text, modified timestamp, deleted boolean");
      imports.row(
          table,
          "a generic table",
          new MillionRows(1).generic(stage.home().resolve("links.csv"), ROWS),
          "deal text, contact text, sort integer, is_primary boolean");
    }
    return table.lines();
  }

  private void row(MarkdownTable table, String what, Path file, String columns) throws IOException {
    Path single = stage.home().resolve("single.csv");
    try (Stream<String> lines = Files.lines(file)) {
      Files.write(single, lines.limit(2).toList());
    }
    double[] copies = new double[ROUNDS];
    double[] imports = new double[ROUNDS];
    double[] starts = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      copies[round] = copy(file, columns);
      starts[round] = imported(single);
      imports[round] = imported(file);
    }
    double copied = median(copies);
    double imported = median(imports);
    table.row(
        what,
        MarkdownTable.whole(Files.size(file) >> 20),
        MarkdownTable.hundredths(copied),
        MarkdownTable.hundredths(imported),
        MarkdownTable.hundredths(imported / copied),
        MarkdownTable.hundredths(median(starts)));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private double copy(Path file, String columns) {
    stage.sql("DROP TABLE IF EXISTS plain");
    stage.sql("CREATE TABLE plain (" + columns + ")");
    return Command.of("psql", "--quiet", "--username=" + stage.database().user())
        .with("--command=\\copy plain FROM '%s' (FORMAT csv, HEADER)".formatted(file))
        .with(stage.database().jdbcUrl().replaceFirst("^jdbc:", "").replaceFirst("\\?.*", ""))
        .environment("PGPASSWORD", stage.database().password())
        .run()
        .mustBeFine()
        .seconds();
  }

  private double imported(Path file) {
    stage.sql("TRUNCATE dealsync.legacy_file, dealsync.legacy_link, dealsync.legacy_leftover");
    return dealsync.run("import", file.toString()).seconds();
  }
}
