package io.dealsync.sandbox.php;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ordered PHP array: keys are strings or integers, and {@code "7"} and {@code 7} are the same
 * key.
 *
 * <p>Values are {@code null}, {@link String}, {@link Long}, {@link Double}, {@link Boolean} or
 * another {@code PhpArray}.
 */
public final class PhpArray {

  private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
  private long nextIndex;

  /** The value under {@code key}; null when it is absent or null, like PHP's {@code isset}. */
  public @Nullable Object get(String key) {
    return entries.get(key);
  }

  /** Puts a value; a later value under the same key wins but keeps the first one's place. */
  public PhpArray put(String key, @Nullable Object value) {
    entries.put(key, value);
    if (isIndex(key)) {
      nextIndex = Math.max(nextIndex, Long.parseLong(key) + 1);
    }
    return this;
  }

  /** Puts a value under the next free index, like {@code a[]=}. */
  public PhpArray append(@Nullable Object value) {
    entries.put(Long.toString(nextIndex), value);
    nextIndex++;
    return this;
  }

  /** Overwrites this array's entries with those of {@code other}, key by key. */
  public PhpArray putAll(PhpArray other) {
    other.entries.forEach(this::put);
    return this;
  }

  public int size() {
    return entries.size();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The entries in order. */
  public Set<Map.Entry<String, @Nullable Object>> entries() {
    return entries.entrySet();
  }

  /** Whether PHP would write this array as a JSON list: its keys are 0, 1, 2… in this order. */
  public static boolean isList(Iterable<String> keys) {
    int expected = 0;
    for (String key : keys) {
      if (!key.equals(Integer.toString(expected))) {
        return false;
      }
      expected++;
    }
    return true;
  }

  private static boolean isIndex(String key) {
    if (key.isEmpty() || key.length() > 18 || (key.length() > 1 && key.charAt(0) == '0')) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < '0' || key.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
