package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code docs/sql.md} says what the comments in the database say. After a change of a migration it
 * is rewritten by running this test with {@code -Dsql.reference.rewrite=true}.
 */
class SqlReferenceTest {

  private static final Path REFERENCE = Path.of("../docs/sql.md");

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  @Test
  void the_reference_is_what_the_comments_in_the_database_say() throws Exception {
    String reference = new SqlReference(new TestSql(DATABASE.dataSource())).markdown();
    if (Boolean.getBoolean("sql.reference.rewrite")) {
      Files.writeString(REFERENCE, reference);
    }
    assertThat(Files.readString(REFERENCE))
        .as("run this test with -Dsql.reference.rewrite=true to rewrite docs/sql.md")
        .isEqualTo(reference);
  }
}
