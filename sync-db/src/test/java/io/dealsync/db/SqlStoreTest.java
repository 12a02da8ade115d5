package io.dealsync.db;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.testing.ports.Store;
import io.dealsync.testing.ports.StoreContract;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqlStoreTest extends StoreContract {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final AtomicInteger PORTALS = new AtomicInteger();
  private static Database database;

  @BeforeAll
  static void open() {
    database = TestSchema.open(DATABASE);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Override
  protected Store store() {
    return new SqlStore(
        database,
        DSL.using(DATABASE.dataSource(), SQLDialect.POSTGRES),
        "c" + PORTALS.incrementAndGet());
  }
}
