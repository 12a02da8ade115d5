package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.testing.Seeds;
import io.dealsync.testing.ports.FakeStore;
import io.dealsync.testing.ports.StoreHistory;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ports in memory, on which the core is tested, do what those on PostgreSQL do. */
class StoresAgreeTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static Database database;
  private static DSLContext people;

  @BeforeAll
  static void open() {
    database = TestSchema.open(DATABASE);
    people = DSL.using(DATABASE.dataSource(), SQLDialect.POSTGRES);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void memory_and_postgresql_tell_the_same_story() {
    Seeds.each(30, StoresAgreeTest::compare);
  }

  @Test
  @Tag("long")
  void memory_and_postgresql_tell_the_same_of_many_stories() {
    Seeds.each(5_000, StoresAgreeTest::compare);
  }

  private static void compare(long seed) {
    List<String> sql = new StoreHistory(seed, new SqlStore(database, people, "h" + seed)).tell();
    List<String> memory = new StoreHistory(seed, new FakeStore()).tell();
    for (int step = 0; step < Math.min(sql.size(), memory.size()); step++) {
      assertThat(memory.get(step).lines().toList())
          .as("step %d, after:%n%s", step, step == 0 ? "nothing" : sql.get(step - 1))
          .containsExactlyElementsOf(sql.get(step).lines().toList());
    }
    assertThat(memory).hasSameSizeAs(sql);
  }
}
