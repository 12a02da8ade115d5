package io.dealsync.legacy;

import io.dealsync.run.StopSignal;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Imports in a process of their own: prints rows, duration and the most heap used so far. */
final class ImportProcess {

  private ImportProcess() {}

  public static void main(String[] arguments) throws SQLException {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(arguments[0]);
    database.setUser(arguments[1]);
    database.setPassword(System.getenv("IMPORT_PASSWORD"));
    LegacyImport importer = new LegacyImport(database, ImportProgress.NONE, StopSignal.NEVER);
    for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
      empty(database);
      long start = System.nanoTime();
      ImportReport report = importer.run(ImportRequest.of(Path.of(arguments[2]), "main"));
      System.out.printf(
          "%s: %d rows in %d ms, at most %d MB of heap%n",
          report.outcome(),
          report.rows().read(),
          Duration.ofNanos(System.nanoTime() - start).toMillis(),
          peakHeap() >> 20);
    }
  }

  private static void empty(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE dealsync.legacy_file, dealsync.legacy_link, dealsync.legacy_leftover");
    }
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
