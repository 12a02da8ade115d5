package io.dealsync.sandbox.list;

import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list request: what to select, which rows, in which order, from where.
 *
 * @param conditions all of which must hold
 * @param offset rows to skip; negative switches counting off (contract 6)
 */
public record ListQuery(
    Set<Field> select, List<Condition> conditions, List<Order> orders, long offset) {

  /** Rows on a page. */
  public static final int PAGE = 50;

  /** One sort key. */
  public record Order(Field field, boolean descending) {}

  /** Whether {@code total} and {@code next} are wanted. */
  public boolean counts() {
    return offset >= 0;
  }

  /** Whether the filter is exactly one condition, and it is on the id (contract 6). */
  boolean hasOnlyOneConditionOnId() {
    return conditions.size() == 1
        && conditions.getFirst() instanceof Condition.Numeric number
        && number.field() == Field.ID;
  }

  /** The names and manners of one family of list methods. */
  public enum Dialect {
    /** {@code crm.item.list}: unknown fields are refused. */
    ITEM,
    /** {@code crm.deal.list} and {@code crm.contact.list}: unknown fields are ignored. */
    LEGACY;

    private Optional<Field> field(String name, Set<Field> among) {
      return this == ITEM ? Field.ofItem(name, among) : Field.ofLegacy(name, among);
    }
  }

  /**
   * Reads the usual four parameters.
   *
   * @throws InvalidQuery for a field that the item methods do not know
   */
  public static ListQuery of(
      Dialect dialect,
      Set<Field> fields,
      PhpArray select,
      PhpArray filter,
      PhpArray order,
      @Nullable Object start) {
    return new ListQuery(
        selected(dialect, fields, select),
        conditions(dialect, fields, filter),
        orders(dialect, fields, order),
        PhpCast.toInt(start));
  }

  private static Set<Field> selected(Dialect dialect, Set<Field> fields, PhpArray select) {
    Set<Field> chosen = EnumSet.noneOf(Field.class);
    boolean all = select.isEmpty();
    for (Map.Entry<String, @Nullable Object> entry : select.entries()) {
      String name = PhpCast.toText(entry.getValue());
      all |= name.equals("*");
      dialect.field(name, fields).ifPresent(chosen::add);
    }
    if (all) {
      fields.stream().filter(field -> field.kind() != Field.Kind.MULTI).forEach(chosen::add);
    }
    chosen.add(Field.ID);
    return chosen;
  }

  private static List<Condition> conditions(Dialect dialect, Set<Field> fields, PhpArray filter) {
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, @Nullable Object> entry : filter.entries()) {
      String key = entry.getKey();
      if (key.isEmpty() || key.equalsIgnoreCase("logic")) {
        continue;
      }
      if (Character.isDigit(key.charAt(0)) && entry.getValue() instanceof PhpArray nested) {
        conditions.add(group(dialect, fields, nested));
        continue;
      }
      Condition.Key parsed = Condition.Key.of(key);
      Optional<Field> field = dialect.field(parsed.field(), fields);
      if (field.isPresent()) {
        conditions.add(Condition.test(field.get(), parsed.operator(), entry.getValue()));
      } else if (dialect == Dialect.ITEM) {
        throw new InvalidQuery(
            "Invalid filter: field '%s' is not allowed in filter".formatted(parsed.field()));
      }
    }
    return conditions;
  }

  private static Condition group(Dialect dialect, Set<Field> fields, PhpArray nested) {
    List<Condition> inner = conditions(dialect, fields, nested);
    String logic = PhpCast.toText(nested.get("logic") != null ? nested.get("logic") : "AND");
    return logic.equalsIgnoreCase("OR") ? new Condition.Any(inner) : new Condition.All(inner);
  }

  private static List<Order> orders(Dialect dialect, Set<Field> fields, PhpArray order) {
    List<Order> orders = new ArrayList<>();
    for (Map.Entry<String, @Nullable Object> entry : order.entries()) {
      String direction = PhpCast.toText(entry.getValue()).toUpperCase(Locale.ROOT);
      Optional<Field> field = dialect.field(entry.getKey(), fields);
      if (field.isPresent() && field.get().kind() != Field.Kind.LINKS) {
        orders.add(new Order(field.get(), direction.startsWith("DESC")));
      } else if (dialect == Dialect.ITEM) {
        throw new InvalidQuery(
            "Invalid order: field '%s' is not allowed in order".formatted(entry.getKey()));
      }
    }
    return orders;
  }
}
