package io.dealsync.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One word a thing: what {@code ARCHITECTURE.md} calls it, and none of the words given up. */
class GlossaryTest {

  private static final Path ROOT = Path.of("..");

  private static final List<String> MODULES = List.of("sync-core", "sync-db", "sync-runner");

  /** Words in prose, each with the one to use. */
  private static final Map<String, String> GIVEN_UP =
      Map.of(
          "somebody", "someone, people, a colleague",
          "anew", "again",
          "interlude", "yield point",
          "keepsake", "restore file",
          "clarification", "refusal check",
          "deliberation", "deal planner");

  private static final Pattern WORD =
      Pattern.compile("(?i)\\b(" + String.join("|", GIVEN_UP.keySet()) + ")s?\\b");

  /** Names that told a reader nothing until the file was read. */
  private static final List<String> NAMES_GIVEN_UP =
      List.of(
          "Sides",
          "Ended",
          "Anew",
          "Score",
          "Tally",
          "Standing",
          "Grace",
          "Suspect",
          "Rounds",
          "Unit",
          "Line",
          "Lanes",
          "Reading",
          "Writing",
          "Exchange",
          "Patience",
          "Reaction",
          "Words",
          "Look",
          "Abandonment",
          "Closing",
          "Waiting",
          "Stay",
          "Rehearsal",
          "AlarmClock");

  @Test
  void words_that_were_given_up_do_not_come_back() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      int line = 0;
      for (String text : Files.readAllLines(file)) {
        line++;
        Matcher word = WORD.matcher(text);
        if (word.find()) {
          found.add(
              "%s:%d says %s: say %s"
                  .formatted(ROOT.relativize(file), line, word.group(), instead(word.group(1))));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static String instead(String word) {
    return GIVEN_UP.get(word.toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void types_have_none_of_the_names_that_were_given_up() throws IOException {
    assertThat(sources())
        .extracting(file -> file.getFileName().toString().replace(".java", ""))
        .doesNotContainAnyElementsOf(NAMES_GIVEN_UP);
  }

  @Test
  void the_glossary_has_a_word_for_each_thing_and_each_once() throws IOException {
    String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    String glossary = page.substring(page.indexOf("## Glossary"), page.indexOf("## Invariants"));
    List<String> words = new ArrayList<>();
    Matcher row = Pattern.compile("(?m)^\\| \\*\\*(.+?)\\*\\* \\|").matcher(glossary);
    while (row.find()) {
      words.addAll(List.of(row.group(1).split(", ")));
    }
    assertThat(words)
        .doesNotHaveDuplicates()
        .contains("mirror", "desired", "observed", "base", "intent", "hold", "guard", "lease");
  }

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
      }
    }
    return all;
  }
}
