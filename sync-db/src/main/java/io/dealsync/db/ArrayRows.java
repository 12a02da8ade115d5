package io.dealsync.db;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.CLOB;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A list of values as a table that a statement can join: one array per column, so that a statement
 * has the same text and one round trip however many rows it is given.
 *
 * @param <R> what a row is made of
 */
final class ArrayRows<R> {

  private final Name alias;
  private final List<R> rows;
  private final List<Name> names = new ArrayList<>();
  private final List<QueryPart> arrays = new ArrayList<>();

  ArrayRows(String alias, List<R> rows) {
    this.alias = name(alias);
    this.rows = rows;
  }

  /** Adds a column; all columns have to be added before the table is used. */
  <T> Field<T> column(String column, DataType<T> type, Function<R, @Nullable T> value) {
    names.add(name(column));
    arrays.add(val(values(type, value), type.array()));
    return DSL.field(name(alias, name(column)), type);
  }

  /** Adds a column of sentences, which may hold the words of anybody: single lines, bounded. */
  Field<String> words(String column, Function<R, @Nullable String> value) {
    return column(column, CLOB, row -> Sql.words(value.apply(row)));
  }

  @SuppressWarnings("unchecked")
  private <T> T[] values(DataType<T> type, Function<R, @Nullable T> value) {
    Object[] values = (Object[]) java.lang.reflect.Array.newInstance(type.getType(), rows.size());
    for (int i = 0; i < values.length; i++) {
      Object each = value.apply(rows.get(i));
      values[i] = each instanceof String text ? Sql.storable(text) : each;
    }
    return (T[]) values;
  }

  Table<?> table() {
    String slots =
        IntStream.range(0, arrays.size())
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(", "));
    return DSL.table("unnest(" + slots + ")", arrays.toArray(QueryPart[]::new))
        .as(alias, names.toArray(Name[]::new));
  }
}
