package io.dealsync.db;

import static org.jooq.impl.SQLDataType.INSTANT;

import java.time.Instant;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Small things that several statements share. */
final class Sql {

  /** The moment of the statement by the database's clock; in a transaction, not its beginning. */
  static final Field<Instant> NOW = DSL.field("clock_timestamp()", INSTANT);

  private Sql() {}

  static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static @Nullable Long nullable(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
