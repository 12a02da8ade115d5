package io.dealsync.crash;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.sandbox.SandboxPortal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a {@link CrashingRun} in a JVM of its own and waits until it is dead. */
final class KilledRun {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private KilledRun() {}

  /**
   * Returns the points that the run passed.
   *
   * @param deadly the number of the point at which it is killed, or {@link Gate#NEVER}
   */
  static List<String> until(int deadly, TestDatabase database, SandboxPortal portal) {
    try (Gate gate = new Gate(portal.webhookUrl(), deadly)) {
      Path output = Files.createTempFile("crashing-run", ".log");
      Process process = start(gate, database, output);
      try {
        gate.watch(process);
        int exit = process.waitFor();
        if (deadly == Gate.NEVER && exit != 0
            || deadly != Gate.NEVER && gate.passed().size() < deadly) {
          throw new IllegalStateException(
              "The run ended by itself with %d: %s".formatted(exit, Files.readString(output)));
        }
        return gate.passed();
      } finally {
        process.destroyForcibly();
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process start(Gate gate, TestDatabase database, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            JAVA,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx192m",
            "-cp",
            CLASS_PATH,
            CrashingRun.class.getName());
    builder
        .environment()
        .putAll(
            Map.of(
                CrashingRun.URL, database.jdbcUrl().replaceFirst("\\?.*", ""),
                CrashingRun.USER, database.user(),
                CrashingRun.PASSWORD, database.password(),
                CrashingRun.WEBHOOK, gate.address().toString(),
                CrashingRun.POINTS, gate.points().toString()));
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }
}
