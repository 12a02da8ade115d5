package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restored backup is no mirror that nobody edited: the portal is not rolled back to its day. */
class ReturnedDatabaseTest {

  private final Stage stage = Stage.open().equalDeals(3);

  @BeforeEach
  void agree() {
    stage.run(ExitCode.OK, "sync");
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private void colleagueLinks(long contact) {
    stage.portal().state().asThirdParty().setLinks(1, "1/10/Y 2/20/N %d/30/N".formatted(contact));
  }

  private String portal() {
    return stage.portal().state().linksText(1);
  }

  @Test
  void a_restored_database_plans_and_writes_once_a_person_says_so() throws SQLException {
    String copy = stage.database().name() + "_copy";
    stage.database().endIdleSessions();
    asSuperuser(
        "CREATE DATABASE %s TEMPLATE %s OWNER %s"
            .formatted(copy, stage.database().name(), stage.database().user()));
    try {
      Cli restored =
          stage
              .cli()
              .with(
                  "DEALSYNC_DB_URL",
                  stage.database().jdbcUrl().replace("/" + stage.database().name(), "/" + copy));
      colleagueLinks(7);

      Spoken refused = restored.run("sync");

      assertThat(refused.code()).as(refused.all()).isEqualTo(ExitCode.REFUSED);
      assertThat(refused.out())
          .contains("the database was restored or moved since a run last ended well")
          .contains("1 deals would be put back", "--allow returned-database=yes");
      assertThat(portal()).isEqualTo("1/10/Y 2/20/N 7/30/N");
      assertThat(restored.run("sync").code()).as("still").isEqualTo(ExitCode.REFUSED);
      assertThat(restored.run("sync", "--edited").code()).isEqualTo(ExitCode.OK);
      assertThat(restored.run("sync", "--deal", "2").code()).isEqualTo(ExitCode.OK);
      assertThat(restored.run("sync").code()).as("and still").isEqualTo(ExitCode.REFUSED);

      Spoken allowed = restored.run("apply", "2", "--allow", "returned-database=yes");
      assertThat(allowed.code()).as(allowed.all()).isEqualTo(ExitCode.OK);
      assertThat(portal()).isEqualTo("1/10/Y 2/20/N");
      colleagueLinks(8);
      assertThat(restored.run("sync").code()).isEqualTo(ExitCode.OK);
    } finally {
      asSuperuser("DROP DATABASE %s WITH (FORCE)".formatted(copy));
    }
  }

  @Test
  void a_database_whose_last_run_was_a_week_ago_plans_first() {
    stage.sql("UPDATE dealsync.run SET finished_at = finished_at - interval '7 days'");
    colleagueLinks(7);

    assertThat(stage.run(ExitCode.REFUSED, "sync").out())
        .contains("the last run of this database that ended well was 7 days ago");
    assertThat(portal()).isEqualTo("1/10/Y 2/20/N 7/30/N");
    assertThat(stage.run(ExitCode.REFUSED, "sync", "--deal", "1").out()).contains("7 days ago");
  }

  @Test
  void a_copy_of_the_servers_files_is_known_by_the_run_that_it_does_not_know() {
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 7)");
    stage.run(ExitCode.OK, "sync");
    assertThat(portal()).isEqualTo("1/10/Y 2/20/N 7/30/N");
    goBackToBefore(2);

    assertThat(stage.run(ExitCode.REFUSED, "sync").out())
        .contains("the database has gone back: it does not know run 2")
        .contains("--allow returned-database=yes");
    assertThat(portal()).isEqualTo("1/10/Y 2/20/N 7/30/N");
    stage.run(ExitCode.REFUSED, "sync");

    stage.run(ExitCode.OK, "sync", "--allow", "returned-database=yes");
    assertThat(portal()).isEqualTo("1/10/Y 2/20/N");
    colleagueLinks(8);
    stage.run(ExitCode.OK, "sync");
  }

  /** Rows as the files had them then; nothing about the server tells. */
  private void goBackToBefore(long run) {
    stage.superuser(
        "SET session_replication_role = replica",
        "DELETE FROM dealsync.deal_contact WHERE contact_id = 7",
        "UPDATE dealsync.base_deal SET contacts = '{1,2}', sorts = '{10,20}' WHERE deal_id = 1",
        "DELETE FROM dealsync.change WHERE run_id >= " + run,
        "DELETE FROM dealsync.run WHERE run_id >= " + run,
        "ALTER SEQUENCE dealsync.run_run_id_seq RESTART WITH " + run);
  }

  @Test
  void where_nothing_would_be_written_nobody_is_asked() {
    stage.sql("UPDATE dealsync.run SET finished_at = finished_at - interval '7 days'");

    stage.run(ExitCode.OK, "sync");
    colleagueLinks(7);

    stage.run(ExitCode.OK, "sync");
    assertThat(portal()).isEqualTo("1/10/Y 2/20/N");
  }

  private void asSuperuser(String... statements) throws SQLException {
    try (Connection connection = stage.database().superuser().getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }
}
