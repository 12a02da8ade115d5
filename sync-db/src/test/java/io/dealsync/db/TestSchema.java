package io.dealsync.db;

import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Databases of tests in which the migrations have run, and a way to empty them between tests. */
public final class TestSchema {

  private TestSchema() {}

  /** A database with dealsync's schema; see {@link TestDatabase} for how long it lasts. */
  public static TestDatabase migrated() {
    return TestDatabase.migrated(
        "dealsync",
        database -> {
          new Migrations(database, new Address("test", "test", "test")).migrate();
          register(database);
        });
  }

  /**
   * The portals of tests: deals of others are refused. No session may stay behind, for a database
   * that is to be copied has none.
   */
  private static void register(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO dealsync.portal (portal) VALUES ('main'), ('branch'), ('berlin')");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A pool on a test's database, as dealsync opens it. */
  public static Database open(TestDatabase database) {
    return Database.open(
        database.jdbcUrl().replaceFirst("\\?.*", ""), database.user(), database.password(), 4);
  }

  /** Empties every table and lets runs count from 1 again; much quicker than a new database. */
  public static void clean(TestDatabase database) throws SQLException {
    new TestSql(database.dataSource())
        .run(
            emptied("relname IN ('deal', 'deal_contact')"),
            emptied("relname NOT IN ('schema_version', 'portal')"),
            """
            DO $$ DECLARE used text; BEGIN
              FOR used IN SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
                  WHERE schemaname = 'dealsync' AND last_value IS NOT NULL LOOP
                EXECUTE 'ALTER SEQUENCE ' || used || ' RESTART';
              END LOOP;
            END $$\
            """);
  }

  /** Most tables are empty already, and to truncate those is what costs. */
  private static String emptied(String which) {
    return """
    DO $$ DECLARE one text; filled boolean; every text; BEGIN
      FOR one IN SELECT oid::regclass::text FROM pg_class
          WHERE relnamespace = 'dealsync'::regnamespace AND relkind = 'r' AND %s LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || one || ')' INTO filled;
        IF filled THEN
          every := concat_ws(', ', every, one);
        END IF;
      END LOOP;
      IF every IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || every || ' CASCADE';
      END IF;
    END $$\
    """
        .formatted(which);
  }
}
