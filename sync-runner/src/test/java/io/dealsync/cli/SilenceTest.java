package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The webhook's code and the database's password appear in no output and in no row. */
class SilenceTest {

  /** Text of any kind in the schema: what people read, and what JSON columns hold. */
  private static final String TEXT_COLUMNS =
      """
      SELECT table_name || '.' || column_name FROM information_schema.columns AS c
      JOIN information_schema.tables AS t USING (table_schema, table_name)
      WHERE table_schema = 'dealsync' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea')\
      """;

  @Test
  void no_command_shows_a_secret_and_no_row_keeps_one() {
    try (Stage stage = Stage.open().equalDeals(25)) {
      List<Spoken> heard = new ArrayList<>();
      Cli cli = stage.cli();
      Cli wrong =
          cli.with(
              "DEALSYNC_WEBHOOK",
              stage
                  .portal()
                  .webhookUrl()
                  .toString()
                  .replace("127.0.0.1", "localhost")
                  .replace(Stage.SECRET, Stage.SECRET + "x"));
      for (String last : new String[] {"-v", "--json"}) {
        heard.add(cli.run("init", "--no-file", last));
        heard.add(cli.run("check", last));
        heard.add(cli.run("sync", last));
        stage.portal().faults().add("internal-error:times=1");
        heard.add(cli.run("plan", last));
        stage.portal().state().asThirdParty().unlink(1, 2);
        stage.portal().faults().add("drop-after:method=batch,after=1,times=1");
        heard.add(cli.run("sync", last));
        stage.portal().faults().clear();
        heard.add(cli.run("apply", "1", last));
        for (String command : new String[] {"status", "runs"}) {
          heard.add(cli.run(command, last));
        }
        heard.add(cli.run("show", "1", last));
        heard.add(cli.run("explain", "1", last));
        heard.add(cli.run("history", "1", last));
        heard.add(cli.run("undo", "2", last));
        heard.add(cli.run("undo", "2", "--to-mirror", last));
        heard.add(cli.run("resolve-conflict", "1", "--take", "portal", last));
        heard.add(cli.run("ack", "1", last));
        heard.add(cli.run("release", "1", last));
        heard.add(cli.run("parity", last));
        heard.add(wrong.run("sync", last));
        heard.add(wrong.run("check", last));
        heard.add(cli.with("DEALSYNC_WEBHOOK", "x" + Stage.SECRET).run("sync", last));
        heard.add(
            cli.with(
                    "DEALSYNC_DB_URL",
                    cli.environment().get("DEALSYNC_DB_URL")
                        + "&password="
                        + stage.database().password())
                .with("DEALSYNC_DB_USER", "nobody_here")
                .run("status", last));
        stage.portal().access().revokeSecret();
        heard.add(cli.run("sync", last));
        stage.portal().access().replaceSecret(Stage.SECRET);
      }

      assertThat(heard.stream().map(Spoken::err)).anyMatch(err -> err.contains("DEBUG"));
      assertThat(heard)
          .allSatisfy(
              spoken ->
                  assertThat(spoken.all())
                      .doesNotContain(Stage.SECRET, stage.database().password()));
      for (String column : stage.query(TEXT_COLUMNS)) {
        String[] parts = column.split("\\.");
        assertThat(
                stage.query(
                    "SELECT 1 FROM dealsync.%s WHERE convert_from(CASE WHEN %2$s IS NULL THEN '' ELSE %2$s::text::bytea END, 'UTF8') LIKE ANY (ARRAY['%%%3$s%%', '%%%4$s%%'])"
                        .formatted(parts[0], parts[1], Stage.SECRET, stage.database().password())))
            .as(column)
            .isEmpty();
      }
    }
  }
}
