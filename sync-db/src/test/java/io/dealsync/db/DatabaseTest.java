package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.DatabaseException.Kind;
import io.dealsync.db.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  private static final String SECRET = "s3cret-of-mine";

  @Test
  void connections_name_themselves_to_the_server() {
    try (Database database = TestSchema.open(DATABASE)) {
      assertThat(database.jooq().fetchSingle("SELECT current_setting('application_name')").get(0))
          .isEqualTo("dealsync");
    }
  }

  @Test
  void a_wrong_password_is_told_as_such_and_not_repeated() {
    assertThatThrownBy(() -> Database.open(DATABASE.jdbcUrl(), DATABASE.user(), SECRET, 2))
        .hasMessageContaining("does not let user " + DATABASE.user() + " in")
        .hasMessageNotContaining(SECRET)
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CREDENTIALS));
  }

  @Test
  void a_missing_database_is_told_with_the_statement_that_makes_it() {
    String url = DATABASE.jdbcUrl().replace("/" + DATABASE.name(), "/nowhere");
    assertThatThrownBy(() -> Database.open(url, DATABASE.user(), DATABASE.password(), 2))
        .hasMessageContaining("There is no database nowhere at")
        .hasMessageContaining("CREATE DATABASE nowhere OWNER " + DATABASE.user())
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_SUCH_DATABASE));
  }

  @Test
  void a_server_that_does_not_answer_is_told_with_its_address() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/x?password=" + SECRET;
    assertThatThrownBy(() -> Database.open(url, "me", SECRET, 2))
        .hasMessageContaining("PostgreSQL at 127.0.0.1:" + port + " cannot be used now")
        .hasMessageNotContaining(SECRET)
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
  }

  @Test
  void a_server_without_tls_is_not_waited_for_where_the_url_wants_tls() {
    String url = DATABASE.jdbcUrl() + (DATABASE.jdbcUrl().contains("?") ? "&" : "?");
    assertThatThrownBy(
            () ->
                Database.open(url + "sslmode=verify-full", DATABASE.user(), DATABASE.password(), 2))
        .hasMessageContaining("The server does not support SSL.")
        .hasMessageContaining("Check sslmode and sslrootcert")
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CREDENTIALS));
  }

  @Test
  void a_host_that_does_not_exist_is_told_as_that() {
    String url = "jdbc:postgresql://nosuch.invalid:5432/x";
    assertThatThrownBy(() -> Database.open(url, "me", SECRET, 2))
        .hasMessageContaining("nosuch.invalid:5432 cannot be used now: no name server knows");
  }

  @Test
  void a_url_of_something_else_is_told_with_an_example() {
    assertThatThrownBy(() -> Database.open("jdbc:mysql://host/x?password=" + SECRET, "me", "", 2))
        .hasMessageContaining("jdbc:postgresql://host:5432/database")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void what_the_server_refuses_is_told_in_its_own_words() {
    try (Database database =
        Database.open(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password(), 2)) {
      assertThatThrownBy(() -> database.jooq().select(DSL.field("1/0")).fetch())
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER))
          .hasMessageEndingWith("refused: division by zero.");
    }
  }
}
