package io.dealsync.db.legacy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows in the text form of PostgreSQL's COPY: UTF-8, tabs between fields, backslash escapes.
 */
final class CopyText {

  private static final int SIZE = 1 << 16;
  private static final int LONGEST_NUMBER = 20;

  private final LegacySession session;
  private final CopyIn copy;
  private final byte[] buffer = new byte[SIZE];
  private int length;
  private boolean inRow;

  CopyText(LegacySession session, CopyIn copy) {
    this.session = session;
    this.copy = copy;
  }

  /** A number that is not negative. */
  CopyText number(long value) {
    separate();
    if (SIZE - length < LONGEST_NUMBER) {
      flush();
    }
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int at = length + digits - 1; at >= length; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  CopyText number(OptionalInt value) {
    return value.isPresent() ? number(value.getAsInt()) : nothing();
  }

  CopyText truth(boolean value) {
    separate();
    put(value ? 't' : 'f');
    return this;
  }

  CopyText text(String value) {
    separate();
    int plain = putPlain(value);
    for (int at = plain; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c >= 0x80) {
        unicode(value.substring(at));
        return this;
      }
      escaped(c);
    }
    return this;
  }

  /** The beginning that needs no escape, which nearly always is the whole; returns its length. */
  private int putPlain(String value) {
    int characters = Math.min(value.length(), SIZE - length);
    for (int at = 0; at < characters; at++) {
      char c = value.charAt(at);
      if (c < ' ' || c == '\\' || c >= 0x80) {
        length += at;
        return at;
      }
      buffer[length + at] = (byte) c;
    }
    length += characters;
    return characters;
  }

  /** A text in which blank means NULL. */
  CopyText textOrNothing(String value) {
    return value.isEmpty() ? nothing() : text(value);
  }

  void endRow() {
    put('\n');
    inRow = false;
  }

  /** Ends the COPY; the rows are in once the transaction is committed. */
  void end() {
    flush();
    try {
      copy.endCopy();
    } catch (SQLException failure) {
      throw session.translated(failure);
    }
  }

  /** Gives the COPY up, if it is still open. */
  void cancel() {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException failure) {
      throw session.translated(failure);
    }
  }

  private CopyText nothing() {
    separate();
    put('\\');
    put('N');
    return this;
  }

  private void separate() {
    if (inRow) {
      put('\t');
    }
    inRow = true;
  }

  private void unicode(String rest) {
    for (byte each : rest.getBytes(StandardCharsets.UTF_8)) {
      if (each >= 0) {
        escaped((char) each);
      } else {
        put(each);
      }
    }
  }

  private void escaped(char c) {
    switch (c) {
      case '\\' -> pair('\\');
      case '\t' -> pair('t');
      case '\n' -> pair('n');
      case '\r' -> pair('r');
      default -> put(c);
    }
  }

  private void pair(char c) {
    put('\\');
    put(c);
  }

  private void put(int value) {
    if (length == SIZE) {
      flush();
    }
    buffer[length++] = (byte) value;
  }

  private void flush() {
    try {
      copy.writeToCopy(buffer, 0, length);
      length = 0;
    } catch (SQLException failure) {
      throw session.translated(failure);
    }
  }
}
