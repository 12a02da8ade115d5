package io.dealsync.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.jooq.impl.SQLDataType.INSTANT;

import io.dealsync.text.ForeignText;
import java.time.Instant;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Small things that several statements share. */
final class Sql {

  /** The moment of the statement by the database's clock; in a transaction, not its beginning. */
  static final Field<Instant> NOW = DSL.field("clock_timestamp()", INSTANT);

  /** As much as the journal keeps of what someone said. */
  private static final int LONGEST_WORDS = 2000;

  private Sql() {}

  /** The text without what PostgreSQL cannot store: NUL, and halves of characters. */
  static String storable(String text) {
    return new String(text.getBytes(UTF_8), UTF_8).replace('\0', '\uFFFD');
  }

  /** A sentence as the journal keeps it. */
  static @Nullable String words(@Nullable String text) {
    return text == null ? null : ForeignText.line(storable(text), LONGEST_WORDS);
  }

  static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static @Nullable Long nullable(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
