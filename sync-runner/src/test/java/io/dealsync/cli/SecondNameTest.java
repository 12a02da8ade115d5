package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A portal has one name in a database: a lease is one of a name. */
class SecondNameTest {

  private final Stage stage = Stage.open().equalDeals(3);

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private String config(String yaml) throws IOException {
    Path file = stage.home().resolve("dealsync-%d.yaml".formatted(yaml.hashCode()));
    return Files.writeString(file, yaml).toString();
  }

  @Test
  void two_names_for_one_url_are_refused_by_the_configuration() throws IOException {
    String file =
        config(
            """
            portals:
              main: {webhook: "${DEALSYNC_WEBHOOK}"}
              branch: {webhook: "${OTHER}"}
            """);
    Spoken spoken =
        stage
            .cli()
            .with("OTHER", stage.portal().webhookUrl().toString().replace("/1/", "/7/"))
            .run("sync", "--config", file);

    assertThat(spoken.code()).isEqualTo(ExitCode.USAGE);
    assertThat(spoken.err())
        .contains("the portals main and branch are one, 127.0.0.1:", "Keep one of them")
        .doesNotContain(Stage.SECRET);
  }

  @Test
  void a_second_name_is_refused_by_what_the_database_knows() throws IOException {
    stage.run(ExitCode.OK, "sync");
    String file = config("portals: {branch: {webhook: '${DEALSYNC_WEBHOOK}'}}");

    for (String command : new String[] {"sync", "plan", "pull", "serve", "check"}) {
      Spoken spoken = stage.run(command, "--config", file, "--portal", "branch");
      assertThat(spoken.code()).as(spoken.all()).isEqualTo(ExitCode.USAGE);
      assertThat(spoken.all()).contains("which this database knows as main already");
    }

    stage.sql("UPDATE dealsync.portal_state SET address = NULL WHERE portal = 'main'");
    stage.run(ExitCode.OK, "check", "--config", file, "--portal", "branch");
    assertThat(stage.run(ExitCode.USAGE, "sync").err())
        .contains("Portal main is 127.0.0.1", "which this database knows as branch");
  }
}
