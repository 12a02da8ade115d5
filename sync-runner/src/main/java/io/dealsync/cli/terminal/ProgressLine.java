package io.dealsync.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The line that shows how far a phase of a run is. Deals come in by the thousand, so the requests
 * and the clock are what moves.
 *
 * @param task what is being done
 * @param done how many units are done
 * @param all how many there are
 * @param unit what is counted
 * @param requests how many were sent in this phase
 * @param elapsed since it began
 * @param left what it still takes, once that can be said
 * @param pause how long the portal's limits make it wait, if they do
 */
public record ProgressLine(
    String task,
    long done,
    long all,
    String unit,
    long requests,
    Duration elapsed,
    Optional<Duration> left,
    Optional<Duration> pause) {

  private static final int BAR = 14;
  private static final int NARROWEST = 4;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  /** The line, of at most {@code width} characters; the bar takes what the words leave. */
  public String text(int width) {
    String words =
        String.format(
            Locale.ROOT,
            "%,d/%,d %s, %,d request%s, %s%s",
            done,
            all,
            unit,
            requests,
            requests == 1 ? "" : "s",
            clock(elapsed),
            ending());
    int room = Math.min(BAR, width - task.length() - words.length() - 2);
    String line = task + " " + (room < NARROWEST ? "" : bar(room) + " ") + words;
    return line.length() <= width ? line : line.substring(0, Math.max(0, width));
  }

  private String ending() {
    return pause
        .map(wait -> ", the portal's limits: " + clock(wait.plusMillis(999)))
        .or(() -> left.map(time -> ", left " + clock(time)))
        .orElse("");
  }

  private String bar(int width) {
    long eighths = all <= 0 ? 0 : Math.min(width * 8L, done * width * 8 / all);
    int full = (int) (eighths / 8);
    String bar = "█".repeat(full);
    return full == width
        ? bar
        : bar + EIGHTHS.charAt((int) (eighths % 8)) + " ".repeat(width - full - 1);
  }

  private static String clock(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
