package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.rest.Quirk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of facts about the portal names only tests and quirks that exist. */
class PortalReferenceTest {

  private static final Path PAGE = Path.of("../docs/portal.md");

  @Test
  void every_test_named_on_the_page_exists() throws Exception {
    List<MatchResult> names =
        Pattern.compile("`(\\w+Test)\\.(\\w+)`").matcher(Files.readString(PAGE)).results().toList();
    assertThat(names).hasSizeGreaterThan(60);
    Map<String, Path> sources = sources();
    for (MatchResult name : names) {
      assertThat(sources).containsKey(name.group(1));
      assertThat(Files.readString(sources.get(name.group(1))))
          .as(name.group(1))
          .containsPattern("void " + name.group(2) + "\\(");
    }
  }

  @Test
  void every_statement_on_the_page_names_a_test() throws Exception {
    boolean shown = false;
    for (String line : Files.readAllLines(PAGE)) {
      shown = line.startsWith("|") && (shown || line.equals("| statement | shown by |"));
      if (shown && !line.startsWith("|---") && !line.startsWith("| statement")) {
        assertThat(line).containsPattern("\\| `\\w+Test\\.\\w+`[^|]*\\|$");
      }
    }
  }

  /** The source file of every test class of this module by its simple name. */
  private static Map<String, Path> sources() throws IOException {
    try (Stream<Path> runner = Files.walk(Path.of("src/test/java"));
        Stream<Path> core = Files.walk(Path.of("../sync-core/src/test/java"))) {
      return Stream.concat(runner, core)
          .filter(file -> file.toString().endsWith("Test.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, other) -> one));
    }
  }

  @Test
  void every_section_that_code_refers_to_is_on_the_page() throws Exception {
    Set<String> sections =
        Pattern.compile("(?m)^#+ (\\d+(?:\\.\\d+)?)\\.? ")
            .matcher(Files.readString(PAGE))
            .results()
            .map(heading -> heading.group(1))
            .collect(Collectors.toSet());
    Pattern reference =
        Pattern.compile(
            "contract\\s+(?:\\*\\s+)?(\\d+(?:\\.\\d+)?(?:(?:, | and )\\d+\\.\\d+)*|fact\\w*)");
    int found = 0;
    for (Path file : code()) {
      for (MatchResult cited : reference.matcher(Files.readString(file)).results().toList()) {
        for (String section : cited.group(1).split(", | and ")) {
          assertThat(sections).as(file.toString()).contains(section);
          found++;
        }
      }
    }
    assertThat(found).isGreaterThan(100);
  }

  private static List<Path> code() throws IOException {
    try (Stream<Path> modules =
        Stream.of("../sync-core/src", "../sync-db/src", "../sync-runner/src", "../db")
            .map(Path::of)
            .flatMap(PortalReferenceTest::walk)) {
      return modules
          .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".sql"))
          .toList();
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_quirk_is_on_the_page() throws Exception {
    Set<String> named =
        Pattern.compile("`([a-z0-9-]+)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(named).containsAll(Arrays.stream(Quirk.values()).map(Quirk::flag).toList());
  }
}
