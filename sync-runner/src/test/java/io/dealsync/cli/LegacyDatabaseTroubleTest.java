package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database says to an import is told as it is to a run. */
class LegacyDatabaseTroubleTest {

  private static final String PASSWORD = "readers-password";

  private final Stage stage = Stage.open();

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private String export() throws IOException {
    return Files.writeString(
            stage.home().resolve("links.csv"),
            "opportunity_id,contact_id\n"
                + "00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000002\n")
        .toString();
  }

  @Test
  void as_a_reader_import_and_plan_name_the_grant_to_run() throws IOException, SQLException {
    String reader = "reader_" + stage.database().name();
    asSuperuser("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(reader, PASSWORD));
    try {
      stage.sql(
          "GRANT USAGE ON SCHEMA dealsync TO " + reader,
          "GRANT SELECT ON ALL TABLES IN SCHEMA dealsync TO " + reader);
      Cli cli = stage.cli().with("DEALSYNC_DB_USER", reader).with("DEALSYNC_DB_PASSWORD", PASSWORD);

      for (String[] command : new String[][] {{"import", export()}, {"plan"}}) {
        var spoken = cli.run(command);
        assertThat(spoken.code()).as(spoken.all()).isEqualTo(ExitCode.USAGE);
        assertThat(spoken.err())
            .contains("User " + reader + " lacks a right", "run db/grants/runner.sql");
      }
    } finally {
      asSuperuser("DROP OWNED BY " + reader, "DROP ROLE " + reader);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "53100, could not extend file: No space left on device",
    "57014, canceling statement due to statement timeout",
    "25006, cannot execute INSERT in a read-only transaction"
  })
  void what_another_moment_changes_asks_for_another_run(String state, String words)
      throws IOException {
    stage.sql(
        """
        CREATE FUNCTION dealsync.trouble() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '%s' USING ERRCODE = '%s';
        END $$
        """
            .formatted(words, state),
        "CREATE TRIGGER trouble BEFORE INSERT ON dealsync.legacy_link FOR EACH ROW EXECUTE FUNCTION"
            + " dealsync.trouble()");

    var spoken = stage.run("import", export());

    assertThat(spoken.code()).as(spoken.all()).isEqualTo(ExitCode.AGAIN);
    assertThat(spoken.err()).contains(words, "run again");
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
