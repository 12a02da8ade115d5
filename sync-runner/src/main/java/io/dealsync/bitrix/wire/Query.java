package io.dealsync.bitrix.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Parameters of a command as a PHP query string, percent-encoded once: nothing in it can be taken
 * for an anchor, a space or a reference to another command (contract 3.2).
 */
public final class Query {

  private final StringBuilder text = new StringBuilder();

  /** Adds a parameter; the name may have brackets, as in {@code fields[SORT]}. */
  public Query with(String name, String value) {
    return append(name, encoded(value));
  }

  /** As {@link #with(String, String)}. */
  public Query with(String name, long value) {
    return append(name, Long.toString(value));
  }

  private Query append(String name, String value) {
    if (!text.isEmpty()) {
      text.append('&');
    }
    text.append(encoded(name)).append('=').append(value);
    return this;
  }

  private static String encoded(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      boolean harmless = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!harmless) {
        return URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20");
      }
    }
    return plain;
  }

  /**
   * Whether a value would be taken for a reference to another command's result, however it is
   * encoded. Such a value cannot travel in a batch.
   */
  public static boolean readsAsReference(String value) {
    return value.contains("$result[");
  }

  /** The query string, without a question mark. */
  @Override
  public String toString() {
    return text.toString();
  }
}
