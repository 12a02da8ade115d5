package io.dealsync.cli.terminal;

import java.util.Map;

/** What distinguishes at a glance what went well, what waits, and what went wrong. */
public enum Colour {
  GOOD(32),
  WAITS(33),
  BAD(31);

  private static final Map<String, Colour> MEANINGS =
      Map.ofEntries(
          Map.entry("verified", GOOD),
          Map.entry("in sync", GOOD),
          Map.entry("complete", GOOD),
          Map.entry("✓", GOOD),
          Map.entry("held", WAITS),
          Map.entry("changes pending", WAITS),
          Map.entry("stopped", WAITS),
          Map.entry("incomplete", WAITS),
          Map.entry("unverified", WAITS),
          Map.entry("unknown", WAITS),
          Map.entry("!", WAITS),
          Map.entry("?", WAITS),
          Map.entry("failed", BAD),
          Map.entry("refused", BAD),
          Map.entry("✗", BAD));

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  /** A word in the colour of its meaning; other words stay as they are. */
  public static String paint(String shown, String word) {
    Colour colour = MEANINGS.get(word);
    return colour == null ? shown : "\u001b[" + colour.code + "m" + shown + "\u001b[0m";
  }
}
