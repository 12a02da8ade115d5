package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * A million rows in 256 MB of heap. Prints how long psql's {@code \copy} of the same file into a
 * plain table takes, because durations depend on the machine.
 */
@Tag("long")
class ImportSpeedTest {

  private static final int ROWS = 1_000_000;
  private static final int ROUNDS = 3;

  @RegisterExtension final TestDatabase database = TestSchema.migrated();

  @TempDir Path folder;

  @Test
  void a_million_rows_of_salesforce_fit_into_256_megabytes_of_heap() throws Exception {
    measure(
        new MillionRows(1).salesforce(folder.resolve("roles.csv"), ROWS),
        "id text, deal text, contact text, role text, is_primary text, deleted text");
  }

  @Test
  void a_million_rows_of_a_generic_table_fit_into_256_megabytes_of_heap() throws Exception {
    measure(
        new MillionRows(1).generic(folder.resolve("links.csv"), ROWS),
        "deal text, contact text, sort integer, is_primary boolean");
  }

  private void measure(Path file, String columns) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      System.out.printf(
          "%s, %d MB: %s into a plain table in %d ms%n",
          file.getFileName(),
          Files.size(file) >> 20,
          hasPsql() ? "psql's \\copy" : "a bare COPY",
          plainCopy(file, columns).toMillis());
    }
    assertThat(importInAProcess(file))
        .hasSize(ROUNDS)
        .allMatch(round -> round.startsWith("COMPLETE: 1000000 rows"));
  }

  private static boolean hasPsql() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
  }

  private Duration plainCopy(Path file, String columns) throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS plain");
      statement.execute("CREATE TABLE plain (" + columns + ")");
    }
    long start = System.nanoTime();
    if (hasPsql()) {
      psqlCopy(file);
    } else {
      bareCopy(file);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void psqlCopy(Path file) throws Exception {
    ProcessBuilder psql =
        new ProcessBuilder(
            "psql",
            "--quiet",
            "--username=" + database.user(),
            "--command=\\copy plain FROM '%s' (FORMAT csv, HEADER)".formatted(file),
            database.jdbcUrl().replaceFirst("^jdbc:", "").replaceFirst("\\?.*", ""));
    psql.environment().put("PGPASSWORD", database.password());
    assertThat(psql.start().waitFor()).isZero();
  }

  private void bareCopy(Path file) throws Exception {
    try (var connection = database.connect();
        InputStream in = Files.newInputStream(file)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY plain FROM STDIN (FORMAT csv, HEADER)", in, 1 << 16);
    }
  }

  /** The first round is that of a new process, the others find a warm one. */
  private List<String> importInAProcess(Path file) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ImportProcess.class.getName(),
                database.jdbcUrl(),
                database.user(),
                file.toString(),
                Integer.toString(ROUNDS)));
    builder.environment().put("IMPORT_PASSWORD", database.password());
    return output(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  private static List<String> output(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> rounds = text.lines().filter(line -> line.contains(" rows in ")).toList();
    rounds.forEach(round -> System.out.println("import " + round));
    return rounds;
  }
}
