package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INSTANT;
import static org.jooq.impl.SQLDataType.INTEGER;

import io.dealsync.link.LinkSet;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Delta;
import io.dealsync.plan.Method;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Changes on their way into the table {@code change}, as a table to insert or update from. */
final class ChangeRows {

  /** The columns that a change is read back from. */
  static final List<Field<?>> STORED =
      List.of(
          CHANGE.DEAL_ID,
          CHANGE.MODE,
          CHANGE.POLICY,
          CHANGE.BEFORE,
          CHANGE.TARGET,
          CHANGE.ADOPT_FROM,
          CHANGE.ADOPT_TO,
          CHANGE.BASE_TO,
          CHANGE.METHOD,
          CHANGE.ARGUMENTS,
          CHANGE.OBSERVED_AT,
          CHANGE.EDIT_MARK);

  /** A change with its delta, which takes a moment to find. */
  private record Entry(Change change, Delta delta) {
    static Entry of(Change change) {
      return new Entry(change, change.delta());
    }
  }

  final Field<Long> deal;
  final Field<Long> editMark;
  final Field<JSONB> before;
  private final Map<Field<?>, Field<?>> decision = new LinkedHashMap<>();
  private final ArrayRows<Entry> rows;

  ChangeRows(String alias, List<Change> changes) {
    rows = new ArrayRows<>(alias, changes.stream().map(Entry::of).toList());
    deal = rows.column("deal_id", BIGINT, each -> each.change().deal());
    before =
        rows.column("before", CLOB, each -> LinkJson.write(each.change().before().rows()))
            .cast(SQLDataType.JSONB);
    decide(CHANGE.ACTION, rows.column("action", CLOB, each -> each.delta().action().word()));
    decide(CHANGE.REASON, rows.words("reason", each -> each.delta().words()));
    decide(CHANGE.METHOD, rows.column("method", CLOB, each -> call(each.change().method())));
    decide(
        CHANGE.ARGUMENTS,
        rows.column("arguments", CLOB, each -> LinkJson.arguments(each.change().method()))
            .cast(SQLDataType.JSONB));
    decide(CHANGE.MODE, rows.column("mode", CLOB, each -> each.change().mode().code()));
    decide(CHANGE.POLICY, rows.column("policy", CLOB, each -> each.change().policy().code()));
    decide(
        CHANGE.TARGET,
        rows.column("target", CLOB, each -> LinkJson.write(each.change().target().links()))
            .cast(SQLDataType.JSONB));
    decide(
        CHANGE.ADOPT_FROM,
        rows.column("adopt_from", CLOB, each -> adoption(each.change(), Adoption::from))
            .cast(SQLDataType.JSONB));
    decide(
        CHANGE.ADOPT_TO,
        rows.column("adopt_to", CLOB, each -> adoption(each.change(), Adoption::to))
            .cast(SQLDataType.JSONB));
    decide(
        CHANGE.BASE_TO,
        rows.column("base_to", CLOB, each -> baseTo(each.change())).cast(SQLDataType.JSONB));
    decide(CHANGE.ADDED, rows.column("added", INTEGER, each -> each.delta().added().size()));
    decide(CHANGE.REMOVED, rows.column("removed", INTEGER, each -> each.delta().removed().size()));
    decide(CHANGE.EMPTIED, rows.column("emptied", BOOLEAN, each -> each.delta().emptied()));
    editMark = rows.column("edit_mark", BIGINT, each -> Sql.nullable(each.change().edit()));
    decide(CHANGE.EDIT_MARK, editMark);
    decide(
        CHANGE.OBSERVED_AT,
        rows.column("observed_at", INSTANT, each -> each.change().observedAt()));
  }

  private static @Nullable String call(Method method) {
    return method instanceof Method.Keep ? null : method.call();
  }

  private static @Nullable String adoption(Change change, Function<Adoption, LinkSet> side) {
    return change.adoption().map(side).map(set -> LinkJson.write(set.links())).orElse(null);
  }

  private static @Nullable String baseTo(Change change) {
    return change.adoption().map(Adoption::rebase).map(LinkJson::write).orElse(null);
  }

  private <T> void decide(Field<T> column, Field<T> value) {
    decision.put(column, value);
  }

  Table<?> table() {
    return rows.table();
  }

  /** What was decided about the deal, column by column; without its key and before-image. */
  Map<Field<?>, Field<?>> decision() {
    return decision;
  }

  /** The change in a row with the {@link #STORED} columns. */
  static Change change(Record row) {
    Instant observedAt = row.get(CHANGE.OBSERVED_AT);
    return new Change(
        row.get(CHANGE.DEAL_ID),
        Codes.mode(row.get(CHANGE.MODE)),
        Codes.policy(row.get(CHANGE.POLICY)),
        LinkJson.image(row.get(CHANGE.BEFORE)),
        LinkJson.set(row.get(CHANGE.TARGET)),
        LinkJson.method(row.get(CHANGE.METHOD), row.get(CHANGE.ARGUMENTS)),
        observedAt,
        Sql.optional(row.get(CHANGE.EDIT_MARK)),
        adoption(row));
  }

  /** What the desired side learns from the change in a row. */
  static Optional<Adoption> adoption(Record row) {
    JSONB from = row.get(CHANGE.ADOPT_FROM);
    JSONB to = row.get(CHANGE.ADOPT_TO);
    return from == null || to == null
        ? Optional.empty()
        : Optional.of(
            new Adoption(
                LinkJson.set(from), LinkJson.set(to), LinkJson.rebase(row.get(CHANGE.BASE_TO))));
  }
}
