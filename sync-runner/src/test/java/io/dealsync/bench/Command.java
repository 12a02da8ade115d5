package io.dealsync.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process to be measured from its start to its end. */
final class Command {

  private static final long POLL_MILLIS = 20;

  private final ProcessBuilder builder = new ProcessBuilder(new ArrayList<>());

  private Command() {}

  static Command of(String... words) {
    return new Command().with(words);
  }

  Command with(String... words) {
    builder.command().addAll(List.of(words));
    return this;
  }

  Command in(Path folder) {
    builder.directory(folder.toFile());
    return this;
  }

  Command environment(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  /**
   * What a process did.
   *
   * @param code its exit code
   * @param took from its start to its end
   * @param cpu its own CPU time, user and system
   * @param out its standard output
   * @param err its standard error
   */
  record Ended(int code, Duration took, Duration cpu, String out, String err) {

    double seconds() {
      return took.toNanos() / 1e9;
    }

    Ended mustBeFine() {
      if (code != 0) {
        throw new IllegalStateException("exit code %d: %s%s".formatted(code, err, out));
      }
      return this;
    }
  }

  Ended run() {
    try {
      Path out = Files.createTempFile("bench", ".out");
      Path err = Files.createTempFile("bench", ".err");
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      long start = System.nanoTime();
      Process process = builder.start();
      Duration cpu = Duration.ZERO;
      // The CPU time is gone with the process; what it uses after the last look is not seen.
      do {
        cpu = process.info().totalCpuDuration().orElse(cpu);
      } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      Ended ended =
          new Ended(process.waitFor(), took, cpu, Files.readString(out), Files.readString(err));
      Arena.delete(out);
      Arena.delete(err);
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
