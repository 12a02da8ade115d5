package io.dealsync.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** On what the numbers were taken. */
final class Machine {

  private Machine() {}

  static List<String> lines() {
    return List.of(
        "%s, %d cores, %d GB; %s %s; Java %s; Node.js %s; %s."
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                memory() >> 20,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                Command.of("node", "--version").run().out().strip(),
                "PostgreSQL and the sandbox on the same cores"));
  }

  /** In kB. */
  private static long memory() {
    Path file = Path.of("/proc/meminfo");
    try {
      return Files.isReadable(file)
          ? Long.parseLong(Files.readAllLines(file).get(0).replaceAll("\\D", ""))
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
