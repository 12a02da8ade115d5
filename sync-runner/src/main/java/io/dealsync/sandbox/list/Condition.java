package io.dealsync.sandbox.list;

import io.dealsync.sandbox.crm.PackedLinks;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A filter: one test of a field, or several combined (contract 7). */
public sealed interface Condition {

  boolean matches(Entities entities, int position);

  /** How a field is compared with the values. */
  enum Operator {
    IN,
    NOT_IN,
    GREATER,
    AT_LEAST,
    LESS,
    AT_MOST,
    CONTAINS,
    LIKE,
    NOT_CONTAINS;

    private static final Map<String, Operator> BY_PREFIX =
        Map.ofEntries(
            Map.entry("", IN),
            Map.entry("=", IN),
            Map.entry("@", IN),
            Map.entry("!", NOT_IN),
            Map.entry("!=", NOT_IN),
            Map.entry("!@", NOT_IN),
            Map.entry(">", GREATER),
            Map.entry(">=", AT_LEAST),
            Map.entry("<", LESS),
            Map.entry("<=", AT_MOST),
            Map.entry("%", CONTAINS),
            Map.entry("=%", LIKE),
            Map.entry("%=", LIKE),
            Map.entry("!%", NOT_CONTAINS));
  }

  /** A filter key such as {@code >=id}, taken apart. */
  record Key(Operator operator, String field) {
    private static final Pattern FORM = Pattern.compile("([!=<>@%]{0,2})(.*)", Pattern.DOTALL);

    static Key of(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return new Key(Operator.IN, text);
      }
      return new Key(
          Operator.BY_PREFIX.getOrDefault(matcher.group(1), Operator.IN), matcher.group(2));
    }
  }

  /** All must hold. */
  record All(List<Condition> conditions) implements Condition {
    @Override
    public boolean matches(Entities entities, int position) {
      for (Condition condition : conditions) {
        if (!condition.matches(entities, position)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One must hold. */
  record Any(List<Condition> conditions) implements Condition {
    @Override
    public boolean matches(Entities entities, int position) {
      for (Condition condition : conditions) {
        if (condition.matches(entities, position)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A test of a text field. */
  record Textual(Field field, Operator operator, List<String> values) implements Condition {
    @Override
    public boolean matches(Entities entities, int position) {
      String actual = entities.text(position, field);
      String first = values.isEmpty() ? "" : values.getFirst();
      return switch (operator) {
        case IN -> values.contains(actual);
        case NOT_IN -> !values.contains(actual);
        case GREATER -> actual.compareTo(first) > 0;
        case AT_LEAST -> actual.compareTo(first) >= 0;
        case LESS -> actual.compareTo(first) < 0;
        case AT_MOST -> actual.compareTo(first) <= 0;
        case CONTAINS -> lower(actual).contains(lower(first));
        case NOT_CONTAINS -> !lower(actual).contains(lower(first));
        case LIKE -> like(lower(actual), lower(first));
      };
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    private static boolean like(String actual, String pattern) {
      String[] parts = pattern.split("%", -1);
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < parts.length; i++) {
        regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
      }
      return actual.matches(regex.toString());
    }
  }

  /** A test of telephone numbers and the like: exact, and passed when one of them passes. */
  record Multiple(Field field, Operator operator, List<String> values) implements Condition {
    @Override
    public boolean matches(Entities entities, int position) {
      boolean found =
          entities.multi(position, field).stream().anyMatch(each -> values.contains(each.value()));
      return switch (operator) {
        case NOT_IN, NOT_CONTAINS -> !found;
        case IN, CONTAINS, LIKE, GREATER, AT_LEAST, LESS, AT_MOST -> found;
      };
    }
  }

  /** A test of a sum of money. */
  record Decimal(Field field, Operator operator, List<BigDecimal> values) implements Condition {
    @Override
    public boolean matches(Entities entities, int position) {
      BigDecimal actual = entities.decimal(position, field);
      BigDecimal first = values.isEmpty() ? BigDecimal.ZERO : values.getFirst();
      boolean found = values.stream().anyMatch(each -> each.compareTo(actual) == 0);
      return switch (operator) {
        case IN, CONTAINS, LIKE -> found;
        case NOT_IN, NOT_CONTAINS -> !found;
        case GREATER -> actual.compareTo(first) > 0;
        case AT_LEAST -> actual.compareTo(first) >= 0;
        case LESS -> actual.compareTo(first) < 0;
        case AT_MOST -> actual.compareTo(first) <= 0;
      };
    }
  }

  /** A test of a number or time; linked contacts pass when any of them does. */
  record Numeric(Field field, Operator operator, List<Long> values) implements Condition {
    @Override
    public boolean matches(Entities entities, int position) {
      if (field.kind() == Field.Kind.LINKS) {
        return operator == Operator.NOT_IN
            ? !anyLink(entities.links(position), values::contains)
            : anyLink(entities.links(position), this::test);
      }
      return test(entities.number(position, field));
    }

    private static boolean anyLink(long[] links, LongPredicate test) {
      for (int i = 0; i < PackedLinks.count(links); i++) {
        if (test.test(PackedLinks.contactId(links, i))) {
          return true;
        }
      }
      return false;
    }

    private boolean test(long actual) {
      long first = values.isEmpty() ? 0 : values.getFirst();
      return switch (operator) {
        case IN, CONTAINS, LIKE -> values.contains(actual);
        case NOT_IN, NOT_CONTAINS -> !values.contains(actual);
        case GREATER -> actual > first;
        case AT_LEAST -> actual >= first;
        case LESS -> actual < first;
        case AT_MOST -> actual <= first;
      };
    }
  }

  /** Builds the test of {@code field}; a list as value means any of its elements. */
  static Condition test(Field field, Operator operator, @Nullable Object value) {
    List<@Nullable Object> values = new ArrayList<>();
    if (value instanceof PhpArray array) {
      array.entries().forEach(entry -> values.add(entry.getValue()));
    } else {
      values.add(value);
    }
    return switch (field.kind()) {
      case TEXT -> new Textual(field, operator, values.stream().map(PhpCast::toText).toList());
      case MULTI -> new Multiple(field, operator, values.stream().map(PhpCast::toText).toList());
      case DECIMAL ->
          new Decimal(field, operator, values.stream().map(Entities::toDecimal).toList());
      case TIME, DATE ->
          new Numeric(field, operator, values.stream().map(Condition::unixTime).toList());
      case NUMBER, LINKS ->
          new Numeric(field, operator, values.stream().map(PhpCast::toInt).toList());
    };
  }

  private static long unixTime(@Nullable Object value) {
    String text = PhpCast.toText(value);
    return text.isEmpty()
        ? 0
        : PortalDate.parse(text)
            .orElseThrow(
                () -> new InvalidQuery("Invalid value '%s' for a date filter".formatted(text)));
  }
}
