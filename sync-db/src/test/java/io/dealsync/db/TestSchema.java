package io.dealsync.db;

import io.dealsync.db.testing.TestDatabase;

/** Databases of tests in which the migrations have run. */
public final class TestSchema {

  private TestSchema() {}

  /** A database with dealsync's schema; see {@link TestDatabase} for how long it lasts. */
  public static TestDatabase migrated() {
    return TestDatabase.migrated(
        "dealsync",
        database -> new Migrations(database, new Address("test", "test", "test")).migrate());
  }
}
