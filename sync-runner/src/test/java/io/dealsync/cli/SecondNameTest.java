package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A portal has one name in a database: a lease is one of a name. */
class SecondNameTest {

  private final Stage stage = Stage.open();

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
  void another_address_of_a_portal_is_refused_by_the_deals_that_it_shows() throws IOException {
    stage.equalDeals(12);
    stage.run(ExitCode.OK, "sync", "--full");
    String file = config("portals: {branch: {webhook: '${OTHER}'}}");
    String alias = stage.portal().webhookUrl().toString().replace("127.0.0.1", "localhost");
    Cli cli = stage.cli().with("OTHER", alias);

    for (String command : new String[] {"sync", "plan", "pull", "check"}) {
      Spoken spoken = cli.run(command, "--config", file, "--portal", "branch");
      assertThat(spoken.code()).as(spoken.all()).isEqualTo(ExitCode.USAGE);
      assertThat(spoken.all())
          .contains("has the same links as portal main in 10 of the last deals")
          .contains("(portal, separate_at) VALUES ('branch', 'localhost:");
    }
    assertThat(stage.query("SELECT portal FROM dealsync.portal_state WHERE address IS NOT NULL"))
        .containsExactly("main");
  }

  @Test
  void a_copy_of_a_portal_may_have_a_name_of_its_own() throws IOException {
    stage.equalDeals(12);
    stage.run(ExitCode.OK, "sync", "--full");
    String file = config("portals: {branch: {webhook: '${OTHER}'}}");
    String alias = stage.portal().webhookUrl().toString().replace("127.0.0.1", "localhost");
    Cli cli = stage.cli().with("OTHER", alias);
    cli.run("sync", "--config", file, "--portal", "branch");

    stage.sql(
        "INSERT INTO dealsync.portal_state (portal, separate_at) VALUES ('branch', '%s') ON CONFLICT (portal) DO UPDATE SET separate_at = excluded.separate_at"
            .formatted(URI.create(alias).getAuthority()));

    Spoken copy = cli.run("check", "--config", file, "--portal", "branch");
    assertThat(copy.code()).as(copy.all()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_portal_with_other_deals_is_compared_once() throws IOException {
    stage.equalDeals(12);
    stage.run(ExitCode.OK, "sync", "--full");
    String file = config("portals: {branch: {webhook: '${OTHER}'}}");
    try (SandboxPortal other = SandboxPortal.start(SandboxOptions.defaults())) {
      other.state().putContact(1);
      other.state().putDeal(8, "1/10/Y");
      Cli cli = stage.cli().with("OTHER", other.webhookUrl().toString());

      assertThat(cli.run("check", "--config", file, "--portal", "branch").code()).isZero();
      assertThat(
              stage.value(
                  "SELECT separate_at = address FROM dealsync.portal_state WHERE portal ="
                      + " 'branch'"))
          .isEqualTo("t");
    }
  }

  @Test
  void a_second_name_is_refused_by_what_the_database_knows() throws IOException {
    stage.equalDeals(3);
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
