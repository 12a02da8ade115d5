package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs beside a transaction that someone has left open over lunch. */
@Timeout(60)
class OpenTransactionTest {

  private static final Duration SHORT = Duration.ofSeconds(6);

  private final Stage stage = Stage.open().equalDeals(4);
  private Connection person;

  @BeforeEach
  void agreeAndOpenATransaction() throws SQLException {
    stage.run(ExitCode.OK, "sync");
    person = stage.database().connect();
    person.setAutoCommit(false);
  }

  @AfterEach
  void removeTheStage() throws SQLException {
    person.close();
    stage.close();
  }

  private void leaveOpen(String sql) throws SQLException {
    try (var statement = person.createStatement()) {
      statement.execute(sql);
    }
  }

  private String desired(long deal) {
    return stage.value(
        "SELECT string_agg(contact_id::text, ' ' ORDER BY contact_id) FROM dealsync.deal_contact"
            + " WHERE deal_id = "
            + deal);
  }

  @Test
  void an_adoption_that_it_prevents_is_not_told_as_done() throws SQLException {
    stage.sql("UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id = 2");
    stage.run(ExitCode.OK, "sync");
    stage.portal().state().asThirdParty().setLinks(2, "3/10/Y 4/20/N 9/30/N");
    leaveOpen("SELECT dealsync.settle_conflict(2, 'portal')");

    Spoken sync = stage.run(ExitCode.INCOMPLETE, "sync", "--deal", "2", "--json");

    assertThat(desired(2)).isEqualTo("3 4");
    assertThat(sync.json().get("verified").asInt()).isZero();
    assertThat(stage.value("SELECT status FROM dealsync.change ORDER BY run_id DESC LIMIT 1"))
        .isEqualTo("edited");
    person.rollback();
    stage.run(ExitCode.OK, "sync", "--deal", "2");
    assertThat(desired(2)).isEqualTo("3 4 9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT FROM dealsync.observed_deal WHERE deal_id = 2 FOR UPDATE",
        "SELECT FROM dealsync.observed_deal FOR UPDATE",
        "SELECT FROM dealsync.portal_state FOR UPDATE",
        "UPDATE dealsync.portal_state SET address = NULL"
      })
  void a_locked_row_of_what_is_remembered_keeps_no_run_from_its_work(String sql)
      throws SQLException {
    leaveOpen(sql);
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (2, 9), (3, 9)");
    Instant start = Instant.now();

    Spoken sync = stage.run("sync");

    assertThat(Duration.between(start, Instant.now())).as(sync.all()).isLessThan(SHORT);
    assertThat(stage.portal().state().linksText(3)).isEqualTo("5/10/Y 6/20/N 9/30/N");
    assertThat(sync.code()).as(sync.all()).isEqualTo(ExitCode.OK);
    person.rollback();
    stage.run(ExitCode.OK, "sync");
    assertThat(stage.query("SELECT deal_id FROM dealsync.deal WHERE edit_mark IS NOT NULL"))
        .isEmpty();
    assertThat(stage.value("SELECT contacts FROM dealsync.observed_deal WHERE deal_id = 2"))
        .isEqualTo("{3,4,9}");
  }
}
