package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.terminal.Console;
import io.dealsync.run.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that play on a stage of their own, run where a user has configured a real database and a
 * real portal. Nobody listens there, so whoever asks them fails.
 */
class StageCommandsTest {

  private static final Map<String, String> REAL =
      Map.of(
          "DEALSYNC_DB_PASSWORD", "secret",
          "DEALSYNC_WEBHOOK", "http://127.0.0.1:9/rest/1/0123456789abcdef/");

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String... arguments) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("dealsync.yaml"),
            """
            database: {url: "jdbc:postgresql://127.0.0.1:9/real", user: real, password: "${DEALSYNC_DB_PASSWORD}"}
            portals: {main: {webhook: "${DEALSYNC_WEBHOOK}"}}
            """);
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new CommandTree(
            new CommandContext(
                new Console(both, both, false),
                REAL,
                Files.createDirectories(Path.of("target", "stage-commands")),
                StopSignal.NEVER,
                configuration,
                "dealsync"))
        .run(arguments);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_demo_sees_nothing_of_the_users_configuration() throws IOException {
    assertThat(run("demo")).as(said()).isZero();

    assertThat(said())
        .contains("199 of 200 deals are equal", "That was the whole story")
        .doesNotContain("127.0.0.1:9");
  }

  @Test
  void the_demo_goes_elsewhere_where_the_folder_is_somebody_elses() throws IOException {
    Path nobodysFolder = Files.writeString(folder.resolve("no-folder"), "");
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);

    int code =
        new CommandTree(
                new CommandContext(
                    new Console(both, both, false), Map.of(), nobodysFolder, StopSignal.NEVER))
            .run("demo");

    assertThat(code).as(said()).isZero();
    assertThat(said()).contains("That was the whole story");
  }

  @Test
  void the_training_of_the_start_up_cache_sees_nothing_of_it_either() throws IOException {
    assertThat(run("warm-up")).as(said()).isZero();

    assertThat(said())
        .contains("nothing was written", "as source generic", "as source salesforce")
        .doesNotContain("127.0.0.1:9", "Something unexpected");
  }
}
