package io.dealsync.db.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A program to run to its end, in an environment that holds none of this process's secrets. */
record Command(List<String> words) {
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  Command {
    words = List.copyOf(words);
  }

  static Command of(List<String> prefix, Object... words) {
    var all = new ArrayList<>(prefix);
    for (Object word : words) {
      all.add(word.toString());
    }
    return new Command(all);
  }

  /** Whether the program exists and ends with 0. */
  boolean succeeds() {
    try {
      return finish(builder().start(), "").exitCode() == 0;
    } catch (IOException missingProgram) {
      return false;
    }
  }

  /**
   * What the program printed.
   *
   * @param input what it reads from its standard input; may hold secrets, never shown
   * @throws EmbeddedPostgresException if it cannot be started or does not end with 0
   */
  String run(String input) {
    try {
      var result = finish(builder().start(), input);
      if (result.exitCode() != 0) {
        throw new EmbeddedPostgresException(
            "%s failed with exit code %d: %s"
                .formatted(name(), result.exitCode(), complaints(result.output())));
      }
      return result.output();
    } catch (IOException cannotStart) {
      throw new EmbeddedPostgresException(
          "%s cannot be run: %s".formatted(name(), cannotStart.getMessage()), cannotStart);
    }
  }

  /** A process in a directory that nobody unmounts, with a path and a locale and nothing else. */
  ProcessBuilder builder() {
    var builder =
        new ProcessBuilder(words).directory(Path.of("/").toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", USUAL_PATH);
    environment.clear();
    environment.put("PATH", path);
    environment.put("LC_ALL", "C");
    return builder;
  }

  /** The lines that name an error; never the statement that PostgreSQL quotes beneath one. */
  static String complaints(String output) {
    String found =
        output
            .lines()
            .filter(line -> !line.contains("STATEMENT:"))
            .filter(
                line ->
                    line.matches(
                        ".*(FATAL|PANIC|ERROR|error:|could not|cannot|denied|unrecognized).*"))
            .map(line -> line.replaceFirst("^.* (?=[A-Z]+: )", "").strip())
            .distinct()
            .limit(5)
            .collect(Collectors.joining("; "));
    return found.isEmpty() ? "no reason given" : found;
  }

  private String name() {
    return words.stream()
        .filter(word -> word.contains("/bin/"))
        .findFirst()
        .map(word -> word.substring(word.lastIndexOf('/') + 1))
        .orElse(words.getFirst());
  }

  private static Result finish(Process process, String input) throws IOException {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException endedWithoutReading) {
      // Its exit code says more than the broken pipe does.
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(ProcessWait.forExit(process), output);
  }

  private record Result(int exitCode, String output) {}
}
