package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseLinkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, 10.0.0.9, false, true",
    "10.0.0.7, 10.0.0.9, true, false",
    "127.0.0.1, 127.0.0.1, false, false",
    "::1, ::1, false, false",
    "'', '', false, false",
  })
  void is_exposed_between_machines_without_encryption(
      String client, String server, boolean encrypted, boolean exposed) {
    assertThat(new DatabaseLink(client, server, encrypted).isExposed()).isEqualTo(exposed);
  }

  @Test
  void the_database_says_how_we_are_connected() {
    try (TestDatabase test = TestDatabase.empty().open();
        Database database = Database.open(test.jdbcUrl(), test.user(), test.password(), 2)) {
      assertThat(database.link()).isEqualTo(new DatabaseLink("127.0.0.1", "127.0.0.1", false));
    }
  }
}
