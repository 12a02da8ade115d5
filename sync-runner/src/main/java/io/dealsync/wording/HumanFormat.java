package io.dealsync.wording;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class HumanFormat {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private HumanFormat() {}

  /** {@code 12,345}. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** In tables, where zeros would hide the numbers that matter. */
  public static String unlessZero(long number) {
    return number == 0 ? "" : number(number);
  }

  /** {@code 1 deal}, {@code 12 deals}. */
  public static String count(long number, String thing) {
    return number(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** {@code 5 requests (the least possible)}; {@code 24 requests (at least 22 were needed)}. */
  public static String requests(long sent, long least) {
    return count(sent, "request")
        + (sent <= least
            ? " (the least possible)"
            : " (at least %s %s needed)".formatted(number(least), least == 1 ? "was" : "were"));
  }

  /** In the user's own time zone. */
  public static String time(Instant instant) {
    return time(instant, ZoneId.systemDefault());
  }

  /** A time by some clock: {@code 2026-03-03 02:00:03}. */
  public static String time(LocalDateTime time) {
    return TIME.format(time);
  }

  /** In another time zone. */
  public static String time(Instant instant, ZoneId zone) {
    return TIME.format(instant.atZone(zone));
  }

  /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    return seconds / 3600 + " h" + (seconds / 60 % 60 == 0 ? "" : " " + seconds / 60 % 60 + " min");
  }
}
