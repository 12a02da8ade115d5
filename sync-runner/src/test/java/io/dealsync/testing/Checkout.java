package io.dealsync.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of someone else's sources, whose tests are run here and of which nothing is kept. */
public record Checkout(Path folder) {

  private static final int MINUTES = 5;

  /** How a command ended and what it said. */
  public record Result(int status, String output) {}

  /** The one in the folder that a system property names; the test is skipped if there is none. */
  public static Checkout at(String property) {
    String folder = System.getProperty(property, "");
    assumeTrue(!folder.isBlank(), () -> "no sources: -D" + property + "=FOLDER names them");
    Path path = Path.of(folder).toAbsolutePath();
    assumeTrue(Files.isDirectory(path), () -> path + " is no folder");
    return new Checkout(path);
  }

  /** Whether a program is there and runs. */
  public boolean runs(String... command) throws InterruptedException {
    try {
      return run(Map.of(), List.of(command)).status() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** Runs a command in the sources' folder. */
  public Result run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return run(folder, environment, command);
  }

  /** Runs a command in another folder. */
  public Result run(Path where, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("suite", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(out);
    Files.delete(out);
    return new Result(ended ? process.exitValue() : -1, output);
  }

  /**
   * Lays the JavaScript SDK's sources and tests beside what they need, which npm installs.
   *
   * @param work where to
   * @param scripts the folder with the suite's list of packages and its configuration
   */
  public Path javaScriptSuite(Path work, Path scripts) throws IOException, InterruptedException {
    Path target = Files.createDirectories(work).toAbsolutePath();
    Files.copy(
        scripts.resolve("suite.package.json"),
        target.resolve("package.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        scripts.resolve("suite.config.mjs"),
        target.resolve("suite.config.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    copy("packages/jssdk/src", target);
    copy("packages/jssdk/package.json", target);
    copy("test", target);
    Result npm =
        run(
            target,
            Map.of(),
            List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
    assumeTrue(npm.status() == 0, () -> "npm cannot install what the suite needs: " + npm.output());
    return target;
  }

  private void copy(String part, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(part))) {
      files.filter(Files::isRegularFile).forEach(file -> copy(file, target));
    }
  }

  private void copy(Path file, Path target) {
    try {
      Path to = target.resolve(folder.relativize(file));
      Files.createDirectories(to.getParent());
      Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
