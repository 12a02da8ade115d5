package io.dealsync.sandbox.php;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PHP's loose conversions between values (contract 1.1). */
public final class PhpCast {

  private static final Pattern LEADING_NUMBER =
      Pattern.compile("^[ \\t\\n\\r\\x0B\\f]*([+-]?\\d+)(\\.\\d*)?([eE][+-]?\\d+)?");

  private PhpCast() {}

  /** {@code (int)value}: null is 0, {@code "12abc"} is 12, a non-empty array is 1. */
  public static long toInt(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Boolean b -> b ? 1 : 0;
      case Long n -> n;
      case Double d -> d.longValue();
      case PhpArray a -> a.isEmpty() ? 0 : 1;
      default -> leadingNumber(value.toString());
    };
  }

  /** {@code (string)value}; an array becomes {@code "Array"}. */
  public static String toText(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Boolean b -> b ? "1" : "";
      case PhpArray a -> "Array";
      default -> value.toString();
    };
  }

  /** {@code (bool)value}: only empty values, 0 and {@code "0"} are false. */
  public static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean b -> b;
      case Long n -> n != 0;
      case Double d -> d != 0;
      case PhpArray a -> !a.isEmpty();
      default -> !value.toString().isEmpty() && !value.toString().equals("0");
    };
  }

  private static long leadingNumber(String text) {
    Matcher matcher = LEADING_NUMBER.matcher(text);
    if (!matcher.find()) {
      return 0;
    }
    if (matcher.group(2) != null || matcher.group(3) != null) {
      return (long) Double.parseDouble(matcher.group().strip());
    }
    try {
      return Long.parseLong(matcher.group(1));
    } catch (NumberFormatException tooLong) {
      return matcher.group(1).startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
