package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.terminal.Console;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What the commands advise is pasted: it goes to the portal that was meant. */
class PastedHintsTest {

  /** A command that is not spelled as dealsync was called. */
  private static final Pattern UNSPELLED =
      Pattern.compile(
          "(?<![./\\w])dealsync"
              + " (init|plan|sync|apply|undo|show|runs|pull|import|resolve|check|ack|release)\\b");

  private static final Pattern SPELLED = Pattern.compile("\\./dealsync ([^`\n]*)");

  private final Stage stage = Stage.unprepared();
  private Path config = Path.of("");
  private final List<String> advised = new ArrayList<>();

  @BeforeEach
  void configureASecondPortal() throws IOException {
    config =
        Files.writeString(
            stage.home().resolve("my portals.yaml"),
            """
            database:
              url: ${DEALSYNC_DB_URL}
              user: ${DEALSYNC_DB_USER}
              password: ${DEALSYNC_DB_PASSWORD}
            portals:
              main:
                webhook: ${MAIN_WEBHOOK}
              mig:
                webhook: ${MIG_WEBHOOK}
            """);
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  /** Runs one command on the second portal; what it advises is kept. */
  private Spoken run(int code, String... arguments) {
    Spoken spoken = unchecked(arguments);
    assertThat(spoken.code()).as(spoken.all()).isEqualTo(code);
    return spoken;
  }

  private Spoken unchecked(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--portal", "mig", "--config", config.toString()));
    Spoken spoken =
        stage
            .cli()
            .calledAs("./dealsync")
            .with("MAIN_WEBHOOK", "http://127.0.0.1:9/rest/1/0123456789abcdef/")
            .with("MIG_WEBHOOK", stage.portal().webhookUrl().toString())
            .run(all.toArray(String[]::new));
    assertThat(UNSPELLED.matcher(spoken.all()).results().map(Object::toString).toList())
        .as(spoken.all())
        .isEmpty();
    Matcher found = SPELLED.matcher(spoken.all());
    while (found.find()) {
      advised.add(found.group(1));
    }
    return spoken;
  }

  private void paste(String hint) {
    List<String> words = words(hint);
    ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
    Console console = new Console(new PrintStream(nowhere), new PrintStream(nowhere), false);
    CommandLine tree =
        new CommandTree(new CommandContext(console, Map.of(), stage.home(), StopSignal.NEVER))
            .commandLine();
    ParseResult parsed = tree.parseArgs(words.toArray(String[]::new));
    if (words.contains("--help")) {
      return;
    }
    CommandLine.Model.CommandSpec command = parsed.subcommand().commandSpec();
    assertThat(value(command, "--portal")).as(hint).isEqualTo("mig");
    assertThat(value(command, "--config")).as(hint).isEqualTo(config);
  }

  private static Object value(CommandLine.Model.CommandSpec command, String option) {
    OptionSpec spec = command.findOption(option);
    return spec.getValue();
  }

  /** As a shell splits it. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  private void mirror(String portal) {
    stage.sql(
        "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id, sort, is_primary)"
            + " SELECT '%s', d, 2 * d - 1, 10, true FROM generate_series(1, 20) AS d"
                .formatted(portal));
  }

  @Test
  void every_hint_of_a_days_work_keeps_the_portal_and_the_configuration() throws IOException {
    Path export =
        Files.writeString(stage.home().resolve("links.csv"), "deal,contact\nD-1,C-1\nD-2,C-2\n");
    run(ExitCode.USAGE, "status");
    run(ExitCode.OK, "init");
    run(ExitCode.OK, "status");
    run(ExitCode.OK, "sync");
    run(ExitCode.USAGE, "parity");
    run(ExitCode.USAGE, "resolve", "--originator", "X");
    run(ExitCode.OK, "import", export.toString(), "--source", "old-crm");

    stage.contacts(100);
    for (long deal = 1; deal <= 20; deal++) {
      stage.portal().state().putDeal(deal, 2 * deal - 1 + "/10/Y " + 2 * deal + "/20/N");
    }
    mirror("mig");
    run(ExitCode.PENDING, "plan");
    run(ExitCode.OK, "show", "2");
    run(ExitCode.REFUSED, "sync", "--allow", "changed-percent=1");
    run(ExitCode.USAGE, "show", "99");
    run(ExitCode.USAGE, "apply", "99");
    run(ExitCode.USAGE, "undo", "99");
    run(ExitCode.USAGE, "ack", "1");
    run(ExitCode.USAGE, "resolve-conflict", "77", "--take", "portal");
    run(ExitCode.USAGE, "sync", "--no-such-option");
    // That command is the one that was given.
    advised.remove("sync");
    unchecked("sync", "--allow", "changed-percent=100", "--allow", "removed-links=100");
    unchecked("pull");
    unchecked("apply", "1");
    run(ExitCode.USAGE, "frobnicate");
    run(ExitCode.USAGE, "show");
    advised.remove("show");
    for (String command : List.of("explain", "history", "ack", "release")) {
      unchecked(command, "5");
    }
    for (String command : List.of("runs", "check", "status", "parity", "resolve")) {
      unchecked(command);
    }
    unchecked("undo", "3");
    unchecked("sync", "--edited");

    assertThat(advised).hasSizeGreaterThan(12);
    assertThat(advised).allSatisfy(this::paste);
  }

  @Test
  void a_configuration_that_cannot_be_written_says_why_and_what_to_do() throws IOException {
    Path file = Files.writeString(stage.home().resolve("file"), "");

    Spoken spoken =
        stage.cli().calledAs("./dealsync").run("init", "--config", file.resolve("x").toString());

    assertThat(spoken.code()).isEqualTo(ExitCode.USAGE);
    assertThat(spoken.err())
        .contains("The configuration cannot be written to " + file.resolve("x"))
        .contains("`./dealsync init --config FILE`")
        .hasLineCount(1);
  }

  @Test
  void a_run_of_another_portal_is_advised_where_it_is() {
    run(ExitCode.OK, "init");
    run(ExitCode.OK, "sync");
    advised.clear();

    Spoken elsewhere =
        stage
            .cli()
            .calledAs("./dealsync")
            .with("MAIN_WEBHOOK", "http://127.0.0.1:9/rest/1/0123456789abcdef/")
            .with("MIG_WEBHOOK", stage.portal().webhookUrl().toString())
            .run("apply", "1", "--config", config.toString());

    assertThat(elsewhere.err())
        .contains(
            "Run 1 is one of portal mig, not of main.",
            "`./dealsync show 1 --portal mig --config '%s'`".formatted(config));
  }

  @Test
  void options_of_every_command_may_stand_before_it() {
    run(ExitCode.OK, "init");

    Spoken status =
        stage
            .cli()
            .with("MAIN_WEBHOOK", "http://127.0.0.1:9/rest/1/0123456789abcdef/")
            .with("MIG_WEBHOOK", stage.portal().webhookUrl().toString())
            .run("--config", config.toString(), "--portal=mig", "--json", "status");

    assertThat(status.code()).as(status.all()).isEqualTo(ExitCode.OK);
    assertThat(status.json().get("portal").asString()).isEqualTo("mig");
  }

  @Test
  void an_error_is_a_json_document_where_one_was_asked_for() {
    Spoken absent = stage.cli().calledAs("./dealsync").run("status", "--json");

    assertThat(absent.code()).isEqualTo(ExitCode.USAGE);
    assertThat(absent.json().get("error").get("code").asInt()).isEqualTo(ExitCode.USAGE);
    assertThat(absent.json().get("error").get("message").asString()).contains("not prepared");
    assertThat(absent.json().get("error").get("next").asString()).isEqualTo("./dealsync init");

    Spoken usage = stage.cli().run("status", "--json", "--never");

    assertThat(usage.code()).isEqualTo(ExitCode.USAGE);
    assertThat(usage.json().get("error").get("next").asString())
        .isEqualTo("dealsync status --help");
    assertThat(usage.err()).contains("has no option '--never'");
  }
}
