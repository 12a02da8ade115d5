package io.dealsync.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.Main;
import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * A million rows in 256 MB of heap: the whole command {@code dealsync import} beside the whole
 * command {@code psql -c '\copy …'} of the same file into a plain table, in turns. Durations are
 * printed, because they depend on the machine; the second that a JVM needs to start is measured by
 * an import of a single row.
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
    Path single = folder.resolve("single.csv");
    try (Stream<String> lines = Files.lines(file)) {
      Files.write(single, lines.limit(2).toList());
    }
    Duration copy = Duration.ofDays(1);
    Duration whole = Duration.ofDays(1);
    Duration start = Duration.ofDays(1);
    for (int round = 0; round < ROUNDS; round++) {
      Duration copied = plainCopy(file, columns);
      Duration started = importInAProcess(single, 1);
      Duration imported = importInAProcess(file, ROWS);
      System.out.printf(
          "%s, %d MB: %s into a plain table %d ms, dealsync import %d ms, of one row %d ms%n",
          file.getFileName(),
          Files.size(file) >> 20,
          hasPsql() ? "psql's \\copy" : "a bare COPY",
          copied.toMillis(),
          imported.toMillis(),
          started.toMillis());
      copy = shorter(copy, copied);
      whole = shorter(whole, imported);
      start = shorter(start, started);
    }
    System.out.printf(
        "%s: import takes %.2f times a plain copy, %.2f times without the start%n",
        file.getFileName(),
        (double) whole.toMillis() / copy.toMillis(),
        (double) whole.minus(start).toMillis() / copy.toMillis());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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

  /** From the start of the JVM to its end, without a prepared cache of classes. */
  private Duration importInAProcess(Path file, int rows) throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE dealsync.legacy_file, dealsync.legacy_link, dealsync.legacy_leftover");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "import",
            file.toString(),
            "--json");
    builder.environment().put("DEALSYNC_DB_URL", database.jdbcUrl().replaceFirst("\\?.*", ""));
    builder.environment().put("DEALSYNC_DB_USER", database.user());
    builder.environment().put("DEALSYNC_DB_PASSWORD", database.password());
    long start = System.nanoTime();
    Process process =
        builder.directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    Duration whole = Duration.ofNanos(System.nanoTime() - start);
    assertThat(json.replaceAll("\\s", "")).contains("\"outcome\":\"complete\"", "\"read\":" + rows);
    return whole;
  }
}
