package io.dealsync.db;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;

/** Databases of tests in which the migrations have run, and a way to empty them between tests. */
public final class TestSchema {

  private TestSchema() {}

  /** A database with dealsync's schema; see {@link TestDatabase} for how long it lasts. */
  public static TestDatabase migrated() {
    return TestDatabase.migrated(
        "dealsync",
        database -> new Migrations(database, new Address("test", "test", "test")).migrate());
  }

  /** A pool on a test's database, as dealsync opens it. */
  public static Database open(TestDatabase database) {
    return Database.open(
        database.jdbcUrl().replaceFirst("\\?.*", ""), database.user(), database.password(), 4);
  }

  /** Empties every table and lets runs count from 1 again; quicker than a new database. */
  public static void clean(TestDatabase database) throws SQLException {
    TestSql sql = new TestSql(database.dataSource());
    sql.run(
        "TRUNCATE dealsync.deal, dealsync.deal_contact",
        "TRUNCATE %s RESTART IDENTITY"
            .formatted(
                sql.value(
                    """
                    SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
                    WHERE relnamespace = 'dealsync'::regnamespace AND relkind = 'r' AND relname <> 'schema_version'\
                    """)));
  }
}
