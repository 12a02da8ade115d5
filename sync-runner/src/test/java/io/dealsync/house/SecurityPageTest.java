package io.dealsync.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code SECURITY.md} names tests that exist. */
class SecurityPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");
  private static final Pattern PROPERTY = Pattern.compile("(?m)^\\d+\\. \\*\\*");

  @Test
  void each_test_that_it_names_exists() throws IOException {
    Map<String, Path> tests = tests();
    Matcher named = TEST.matcher(Files.readString(ROOT.resolve("SECURITY.md")));
    int count = 0;
    while (named.find()) {
      count++;
      assertThat(tests).containsKey(named.group(1));
      if (named.group(2) != null) {
        assertThat(Files.readString(tests.get(named.group(1))))
            .containsPattern("(void " + named.group(2) + "\\(|ArchRule " + named.group(2) + "\\b)");
      }
    }
    assertThat(count).isGreaterThan(10);
  }

  @Test
  void it_says_something_about_ten_properties() throws IOException {
    String page = Files.readString(ROOT.resolve("SECURITY.md"));
    String properties = page.substring(page.indexOf("## The properties"));
    assertThat(PROPERTY.matcher(properties).results().count()).isEqualTo(10);
  }

  private static Map<String, Path> tests() throws IOException {
    try (Stream<Path> modules =
        Stream.of("sync-core", "sync-db", "sync-runner").map(ROOT::resolve)) {
      return modules
          .flatMap(SecurityPageTest::sources)
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, other) -> one));
    }
  }

  private static Stream<Path> sources(Path module) {
    try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
      return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
