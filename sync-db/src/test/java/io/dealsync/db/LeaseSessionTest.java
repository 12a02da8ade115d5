package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaseSessionTest {

  private static final String DEADLOCK =
      "DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected'; END $$";

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private final TestSql sql = new TestSql(DATABASE.dataSource());
  private final AtomicInteger attempts = new AtomicInteger();
  private LeaseSession session;

  @BeforeEach
  void open() throws SQLException {
    TestSchema.clean(DATABASE);
    session = new LeaseSession(DATABASE.connect(), new Address("here", "db", "me"));
  }

  @AfterEach
  void close() {
    session.release();
  }

  @Test
  void the_victim_of_a_deadlock_is_run_again_and_leaves_nothing_double() throws SQLException {
    session.transaction(
        work -> {
          work.execute("INSERT INTO dealsync.deal (deal_id) VALUES (7)");
          if (attempts.incrementAndGet() < 3) {
            work.execute(DEADLOCK);
          }
        });
    assertThat(attempts).hasValue(3);
    assertThat(sql.lines("SELECT deal_id FROM dealsync.deal")).containsExactly("7");
  }

  @Test
  void a_deadlock_that_does_not_end_is_told() {
    assertThatThrownBy(
            () ->
                session.transaction(
                    work -> {
                      attempts.incrementAndGet();
                      work.execute(DEADLOCK);
                    }))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("deadlock detected");
    assertThat(attempts).hasValue(5);
  }

  @Test
  void work_that_fails_is_rolled_back_and_not_run_again() throws SQLException {
    assertThatThrownBy(
            () ->
                session.transaction(
                    work -> {
                      attempts.incrementAndGet();
                      work.execute("INSERT INTO dealsync.deal (deal_id) VALUES (7)");
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(attempts).hasValue(1);
    assertThat(sql.lines("SELECT deal_id FROM dealsync.deal")).isEmpty();
  }
}
