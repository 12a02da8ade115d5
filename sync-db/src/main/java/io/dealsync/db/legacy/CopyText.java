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

  private final CopyIn copy;
  private final byte[] buffer = new byte[SIZE];
  private int length;
  private boolean inRow;

  CopyText(CopyIn copy) {
    this.copy = copy;
  }

  CopyText number(long value) {
    separate();
    ascii(Long.toString(value));
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
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c >= 0x80) {
        unicode(value.substring(at));
        return this;
      }
      escaped(c);
    }
    return this;
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
      throw Session.translated(failure);
    }
  }

  /** Gives the COPY up, if it is still open. */
  void cancel() {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException failure) {
      throw Session.translated(failure);
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

  private void ascii(String digits) {
    for (int at = 0; at < digits.length(); at++) {
      put(digits.charAt(at));
    }
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
      throw Session.translated(failure);
    }
  }
}
