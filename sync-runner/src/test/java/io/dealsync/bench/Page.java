package io.dealsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown page with places for results: between {@code <!-- NAME -->} and the next comment. */
final class Page {

  private final Path file;
  private String text;

  private Page(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  static Page open(Path file) throws IOException {
    return new Page(file, Files.readString(file));
  }

  /** Puts new lines in a section's place. */
  void replace(String section, List<String> lines) {
    Pattern place =
        Pattern.compile(
            "(<!-- %s -->\n).*?(<!-- end -->)".formatted(Pattern.quote(section)), Pattern.DOTALL);
    Matcher found = place.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("%s has no place for %s".formatted(file, section));
    }
    text =
        found.replaceFirst("$1\n" + Matcher.quoteReplacement(String.join("\n", lines)) + "\n\n$2");
  }

  void save() throws IOException {
    Files.writeString(file, text);
  }
}
