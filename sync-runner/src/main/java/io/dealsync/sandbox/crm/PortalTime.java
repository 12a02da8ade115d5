package io.dealsync.sandbox.crm;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as the portal writes them, in its own time zone. */
public final class PortalTime {

  /** The sandbox's time zone. */
  public static final ZoneOffset ZONE = ZoneOffset.ofHours(3);

  private PortalTime() {}

  /** ISO 8601 with seconds and offset, for example {@code 2026-03-11T12:54:23+03:00}. */
  public static String iso(long epochSecond) {
    LocalDateTime t = LocalDateTime.ofEpochSecond(epochSecond, 0, ZONE);
    StringBuilder out = new StringBuilder(25);
    out.append(t.getYear());
    pad(out.append('-'), t.getMonthValue());
    pad(out.append('-'), t.getDayOfMonth());
    pad(out.append('T'), t.getHour());
    pad(out.append(':'), t.getMinute());
    pad(out.append(':'), t.getSecond());
    return out.append("+03:00").toString();
  }

  /** Unix seconds with microseconds, without exponent; whole when there is no fraction. */
  public static String unix(Instant instant, boolean whole) {
    int micros = whole ? 0 : instant.getNano() / 1000;
    return decimal(instant.getEpochSecond(), micros);
  }

  /** A span in seconds. */
  public static String seconds(long nanos) {
    return decimal(nanos / 1_000_000_000, (int) (nanos % 1_000_000_000 / 1000));
  }

  private static String decimal(long seconds, int micros) {
    if (micros == 0) {
      return Long.toString(seconds);
    }
    String fraction = Integer.toString(1_000_000 + micros).substring(1);
    return seconds + "." + fraction;
  }

  private static void pad(StringBuilder out, int twoDigits) {
    if (twoDigits < 10) {
      out.append('0');
    }
    out.append(twoDigits);
  }
}
