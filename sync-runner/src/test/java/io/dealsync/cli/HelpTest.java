package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.terminal.Console;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Help that fits a terminal and explains every command, argument and option. */
class HelpTest {

  private static final int COLUMNS = 100;

  private static final Cli CLI = Cli.in(Path.of("nowhere"), Map.of());

  private static CommandLine tree() {
    return new CommandTree(
            new CommandContext(
                new Console(System.out, System.err, false),
                Map.of(),
                Path.of("nowhere"),
                io.dealsync.run.StopSignal.NEVER))
        .commandLine();
  }

  static Stream<String> commands() {
    return tree().getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey);
  }

  private static String help(String... arguments) {
    Spoken spoken = CLI.run(arguments);
    assertThat(spoken.code()).isZero();
    assertThat(spoken.err()).isEmpty();
    return spoken.out();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void each_command_explains_itself_within_the_terminal(String command) {
    String text = help(command, "--help");

    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
    assertThat(text).startsWith("Usage: dealsync " + command);
    assertThat(help("help", command)).isEqualTo(text);

    CommandSpec spec = tree().getSubcommands().get(command).getCommandSpec();
    assertThat(spec.usageMessage().description()).isNotEmpty();
    assertThat(spec.options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
    assertThat(spec.positionalParameters())
        .allSatisfy(
            parameter ->
                assertThat(parameter.description()).as(parameter.paramLabel()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void examples_in_help_are_commands_that_exist(String command) {
    List<String> known = commands().toList();
    help(command, "--help")
        .lines()
        .filter(line -> line.startsWith("  dealsync "))
        .forEach(line -> assertThat(known).contains(line.strip().split(" ")[1]));
  }

  @Test
  void the_overview_lists_every_command_with_its_first_sentence() {
    String text = help("--help");

    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
    commands()
        .forEach(
            command ->
                assertThat(text)
                    .containsOnlyOnce("%n  %s ".formatted(command))
                    .contains(
                        tree()
                            .getSubcommands()
                            .get(command)
                            .getCommandSpec()
                            .usageMessage()
                            .description()[0]));
    assertThat(text).contains("Start with `dealsync demo`", "Exit codes").doesNotContain("warm-up");
    assertThat(help()).isEqualTo(text);
    assertThat(help("help")).isEqualTo(text);
    assertThat(help("-h")).isEqualTo(text);
    assertThat(help("--version")).startsWith("dealsync ");
  }
}
