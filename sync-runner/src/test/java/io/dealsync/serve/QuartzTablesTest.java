package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.quartz.impl.jdbcjobstore.JobStoreTX;

/** The scheduler's tables are those that its own release asks for. */
class QuartzTablesTest {

  @Test
  void the_migration_makes_the_tables_that_quartz_wants() throws IOException {
    List<String> wanted =
        statements(JobStoreTX.class, "/org/quartz/impl/jdbcjobstore/tables_postgres.sql").stream()
            .filter(statement -> statement.startsWith("create"))
            .toList();
    List<String> made =
        statements(QuartzTablesTest.class, "/db/migration/V5__quartz.sql").stream()
            .filter(statement -> statement.matches("create (table|index).*"))
            .map(statement -> statement.replace("dealsync.qrtz_", "qrtz_"))
            .toList();
    assertThat(made).isEqualTo(wanted).isNotEmpty();
  }

  private static List<String> statements(Class<?> owner, String script) throws IOException {
    try (InputStream in = owner.getResourceAsStream(script)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.replaceAll("--[^\n]*", "").split(";"))
          .map(statement -> statement.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT))
          .toList();
    }
  }
}
