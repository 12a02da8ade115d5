package io.dealsync.sandbox.php;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A query string or form body read like PHP's {@code parse_str} (contract 3.1, 3.2). */
public final class PhpQuery {

  /** No limit on the number of variables. */
  public static final int UNLIMITED = 0;

  private PhpQuery() {}

  /** Parses {@code a=1&b[x]=2&c[]=3}; {@code +} is a space, later duplicates win. */
  public static PhpArray parse(String query) {
    return parse(query, UNLIMITED);
  }

  /**
   * Parses at most {@code maxVariables} pairs and silently drops the rest, like {@code
   * max_input_vars}; {@link #UNLIMITED} keeps all.
   */
  public static PhpArray parse(String query, int maxVariables) {
    PhpArray result = new PhpArray();
    int seen = 0;
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      if (end > start) {
        seen++;
        if (maxVariables != UNLIMITED && seen > maxVariables) {
          return result;
        }
        parsePair(query.substring(start, end), result);
      }
      start = end + 1;
    }
    return result;
  }

  private static void parsePair(String pair, PhpArray into) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals)).stripLeading();
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    int bracket = name.indexOf('[');
    if (bracket == 0 || name.isEmpty()) {
      return;
    }
    if (bracket < 0 || name.indexOf(']', bracket) < 0) {
      into.put(mangle(name), value);
      return;
    }
    putNested(into, mangle(name.substring(0, bracket)), subscripts(name, bracket), value);
  }

  private static void putNested(PhpArray into, String base, List<String> path, String value) {
    PhpArray current = into;
    String key = base;
    for (String next : path) {
      current = child(current, key);
      key = next;
    }
    if (key.isEmpty()) {
      current.append(value);
    } else {
      current.put(key, value);
    }
  }

  private static PhpArray child(PhpArray parent, String key) {
    if (!key.isEmpty() && parent.get(key) instanceof PhpArray existing) {
      return existing;
    }
    PhpArray created = new PhpArray();
    if (key.isEmpty()) {
      parent.append(created);
    } else {
      parent.put(key, created);
    }
    return created;
  }

  private static List<String> subscripts(String name, int firstBracket) {
    List<String> path = new ArrayList<>(2);
    int open = firstBracket;
    while (open < name.length() && name.charAt(open) == '[') {
      int close = name.indexOf(']', open);
      if (close < 0) {
        break;
      }
      path.add(name.substring(open + 1, close));
      open = close + 1;
    }
    return path;
  }

  /** PHP replaces dots and spaces in a variable's own name, not in its subscripts. */
  private static String mangle(String name) {
    return name.replace('.', '_').replace(' ', '_');
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text.indexOf('+') < 0 ? text : text.replace('+', ' ');
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }
}
