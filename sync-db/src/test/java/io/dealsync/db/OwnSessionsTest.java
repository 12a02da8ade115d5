package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.DatabaseException.Kind;
import io.dealsync.db.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnSessionsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final Address ADDRESS = new Address("here", "db", "me");

  private final TestSql sql = new TestSql(DATABASE.dataSource());

  @Test
  void connections_to_the_server_itself_have_sessions_of_their_own() throws SQLException {
    try (Connection connection = DATABASE.connect()) {
      OwnSessions.require(connection, DATABASE.dataSource(), ADDRESS);

      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, LAST_USED", "3, LAST_USED", "2, LONGEST_FREE", "3, LONGEST_FREE"})
  void behind_a_pooler_in_transaction_mode_no_run_begins(
      int sessions, TransactionPooler.Choice choice) throws SQLException {
    try (TransactionPooler pooler =
        new TransactionPooler(DATABASE.dataSource(), sessions, choice)) {
      AdvisoryLeases leases = new AdvisoryLeases(pooler, ADDRESS, RunWitness.NONE);

      assertThatThrownBy(() -> leases.acquire("main", "sync"))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SHARED_SESSIONS))
          .hasMessageContaining("The sessions of database db at here are not dealsync's own")
          .hasMessageContaining("a pooler in transaction or statement mode is in between");

      assertThat(sql.value("SELECT count(*) FROM dealsync.run_lock")).isEqualTo("0");
      assertThat(
              sql.value(
                  "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT"
                      + " oid FROM pg_database WHERE datname = current_database())"))
          .isEqualTo("0");
    }
  }

  @Test
  void behind_a_pooler_in_statement_mode_that_is_told_and_not_the_closed_connection()
      throws SQLException {
    DataSource statements =
        connections(
            () -> {
              throw new SQLException(
                  "FATAL: transaction blocks not allowed in statement pooling mode", "08P01");
            });
    try (Connection connection = DATABASE.connect()) {
      assertThatThrownBy(() -> OwnSessions.require(connection, statements, ADDRESS))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SHARED_SESSIONS))
          .hasMessageContaining("statement pooling mode");
    }
  }

  /** Connections on which no statement of a transaction succeeds, and which are closed then. */
  private static DataSource connections(Callable<?> statement) {
    ClassLoader loader = OwnSessionsTest.class.getClassLoader();
    Connection refusing =
        (Connection)
            Proxy.newProxyInstance(
                loader,
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "createStatement" -> statement.call();
                      case "rollback" -> throw new SQLException("Connection is closed");
                      default -> null;
                    });
    return (DataSource)
        Proxy.newProxyInstance(
            loader, new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> refusing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P05", "26000"})
  void what_such_a_pooler_makes_the_server_say_is_told_as_that(String state) {
    assertThat(new SqlFailures(ADDRESS).translate(new SQLException("S_1 already exists", state)))
        .hasMessageContaining("a pooler in transaction or statement mode is in between")
        .extracting(DatabaseException::kind)
        .isEqualTo(Kind.SHARED_SESSIONS);
  }
}
