package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $result[key][path]} in a command's parameters by earlier output (contract 3.2). A
 * path that leads nowhere becomes empty text.
 */
final class BatchReferences {

  private static final Pattern REFERENCE = Pattern.compile("\\$result((?:\\[[^\\[\\]]*])+)");

  private BatchReferences() {}

  /** Whether there may be anything to replace. */
  static boolean present(String query) {
    return query.contains("$result") || query.contains("%24result");
  }

  /**
   * Replaces in all values, however deep.
   *
   * @param earlier the decoded output of an earlier command by key; null when there is none
   */
  static PhpArray resolve(PhpArray params, Function<String, @Nullable Object> earlier) {
    PhpArray resolved = new PhpArray();
    for (Map.Entry<String, @Nullable Object> entry : params.entries()) {
      Object value = entry.getValue();
      if (value instanceof PhpArray nested) {
        resolved.put(entry.getKey(), resolve(nested, earlier));
      } else if (value instanceof String text) {
        resolved.put(entry.getKey(), replace(text, earlier));
      } else {
        resolved.put(entry.getKey(), value);
      }
    }
    return resolved;
  }

  private static @Nullable Object replace(String text, Function<String, @Nullable Object> earlier) {
    Matcher matcher = REFERENCE.matcher(text);
    if (matcher.matches()) {
      Object value = lookUp(matcher.group(1), earlier);
      return value == null ? "" : value;
    }
    return matcher
        .reset()
        .replaceAll(m -> Matcher.quoteReplacement(PhpCast.toText(lookUp(m.group(1), earlier))));
  }

  private static @Nullable Object lookUp(
      String bracketed, Function<String, @Nullable Object> earlier) {
    String[] path = bracketed.substring(1, bracketed.length() - 1).split("]\\[", -1);
    Object current = earlier.apply(path[0]);
    for (int i = 1; i < path.length; i++) {
      current = current instanceof PhpArray array ? array.get(path[i]) : null;
    }
    return current;
  }
}
