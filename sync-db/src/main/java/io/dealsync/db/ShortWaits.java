package io.dealsync.db;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/**
 * Writing where people may have uncommitted rows in the way that nobody can see. A wait is given up
 * long before PostgreSQL looks for a deadlock, which it might end at the person's expense; then the
 * halves are tried, until what is in the way is alone and is left out.
 */
final class ShortWaits {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** With so many in the way, it is the table that is locked. */
  private static final int MOST = 20;

  private ShortWaits() {}

  /**
   * Does the work in savepoints of the caller's transaction.
   *
   * @return the items that someone else's open transaction stood in the way of
   */
  static <T> List<T> during(DSLContext sql, List<T> items, BiConsumer<DSLContext, List<T>> work) {
    List<T> left = new ArrayList<>();
    if (items.isEmpty()) {
      return left;
    }
    sql.execute("SET LOCAL lock_timeout = '100ms'");
    Deque<List<T>> parts = new ArrayDeque<>(List.of(items));
    while (!parts.isEmpty()) {
      List<T> part = parts.pop();
      try {
        sql.transaction(savepoint -> work.accept(savepoint.dsl(), part));
      } catch (DatabaseException e) {
        if (!isLocked(e) || left.size() == MOST) {
          throw e;
        }
        if (part.size() == 1) {
          left.addAll(part);
        } else {
          int half = part.size() / 2;
          parts.push(part.subList(half, part.size()));
          parts.push(part.subList(0, half));
        }
      }
    }
    sql.execute("SET LOCAL lock_timeout = '" + Database.LOCK_TIMEOUT + "'");
    return left;
  }

  /**
   * Does what can be left undone: in a savepoint of the caller's transaction, or in one of its own.
   *
   * @return whether it was done; not when someone else's open transaction stood in the way
   */
  static boolean unlessLocked(DSLContext sql, Consumer<DSLContext> work) {
    return sql.transactionResult(
        own -> during(own.dsl(), List.of(work), (part, one) -> one.get(0).accept(part)).isEmpty());
  }

  private static boolean isLocked(DatabaseException e) {
    return e.getCause() instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
  }
}
