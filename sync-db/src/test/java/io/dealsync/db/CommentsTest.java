package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schema explains itself to whoever looks at it from psql. */
class CommentsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private final TestSql sql = new TestSql(DATABASE.dataSource());

  @Test
  void every_table_view_and_sequence_has_a_comment() throws SQLException {
    assertThat(
            sql.lines(
                """
                SELECT c.oid::regclass FROM pg_class AS c
                WHERE c.relnamespace = 'dealsync'::regnamespace AND c.relkind IN ('r', 'v', 'S')
                  AND obj_description(c.oid) IS NULL AND c.relname <> 'schema_version'
                  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'i' AND c.relkind = 'S')
                ORDER BY 1\
                """))
        .isEmpty();
  }

  @Test
  void every_column_has_a_comment() throws SQLException {
    assertThat(
            sql.lines(
                """
                SELECT c.oid::regclass, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'dealsync'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname <> 'schema_version' AND c.relname !~ '^qrtz_'
                  AND a.attnum > 0 AND NOT a.attisdropped AND col_description(c.oid, a.attnum) IS NULL
                ORDER BY 1, 2\
                """))
        .isEmpty();
  }

  @Test
  void every_function_and_schema_has_a_comment() throws SQLException {
    assertThat(
            sql.lines(
                """
                SELECT p.oid::regprocedure FROM pg_proc AS p
                WHERE p.pronamespace = 'dealsync'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL
                UNION ALL
                SELECT 0 FROM pg_namespace AS n
                WHERE n.nspname = 'dealsync' AND obj_description(n.oid, 'pg_namespace') IS NULL\
                """))
        .isEmpty();
  }

  @Test
  void every_rule_has_a_name_that_reads_as_the_rule() throws SQLException {
    assertThat(
            sql.lines(
                """
                SELECT conname FROM pg_constraint
                WHERE connamespace = 'dealsync'::regnamespace AND contype <> 'n' AND conrelid <> 'dealsync.schema_version'::regclass AND conrelid::regclass::text !~ 'qrtz_'
                  AND conname ~ '_(pkey|fkey|check|key|excl)[0-9]*$'\
                """))
        .isEmpty();
  }

  @Test
  void all_triggers_on_the_edited_tables_run_as_the_owner_and_look_nowhere_else()
      throws SQLException {
    assertThat(
            sql.lines(
                """
                SELECT p.oid::regprocedure FROM pg_proc AS p
                WHERE p.pronamespace = 'dealsync'::regnamespace AND p.prosecdef
                  AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS each WHERE each = 'search_path=pg_catalog, pg_temp')\
                """))
        .isEmpty();
  }
}
