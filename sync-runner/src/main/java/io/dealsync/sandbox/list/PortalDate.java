package io.dealsync.sandbox.list;

import io.dealsync.sandbox.crm.PortalTime;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.OptionalLong;

/** Days and times as clients write them: ISO 8601, or as the portal's own pages show them. */
final class PortalDate {

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .appendPattern("[yyyy-MM-dd][dd.MM.yyyy][MM/dd/yyyy]")
          .appendPattern("[['T'][' ']HH:mm[:ss]]")
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter();

  private PortalDate() {}

  /** In unix seconds; in the portal's time zone unless the text says otherwise. */
  static OptionalLong parse(String text) {
    try {
      return OptionalLong.of(OffsetDateTime.parse(text).toEpochSecond());
    } catch (DateTimeException withoutOffset) {
      return local(text);
    }
  }

  private static OptionalLong local(String text) {
    try {
      return OptionalLong.of(LocalDateTime.parse(text, LOCAL).toEpochSecond(PortalTime.ZONE));
    } catch (DateTimeException notATime) {
      return OptionalLong.empty();
    }
  }
}
