package io.dealsync.cli;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.CommandRunner;
import io.dealsync.cli.command.ErrorReport;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.LogLevel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The commands on a command line, and what their errors mean to the caller. */
public final class CommandTree implements CommandRunner {

  private final CommandContext context;

  public CommandTree(CommandContext context) {
    this.context = context;
  }

  /**
   * Runs one command and returns its exit code. Only that command is made: reading the options of
   * all of them takes longer than most commands do.
   */
  @Override
  public int run(String... given) {
    String[] arguments = LeadingOptions.behindTheCommand(given);
    String first = arguments.length == 0 ? "--help" : arguments[0];
    return switch (first) {
      case "--help", "-h" -> overview();
      case "help" -> arguments.length == 1 ? overview() : run(arguments[1], "--help");
      default -> commandsFor(first).execute(arguments);
    };
  }

  private int overview() {
    context.console().out().print(Overview.text());
    return ExitCode.OK;
  }

  /** What stands first is the command, or an option of dealsync itself. */
  private CommandLine commandsFor(String first) {
    return first.startsWith("-")
        ? tree(Stream.empty())
        : Catalog.named(first).map(entry -> tree(Stream.of(entry))).orElseGet(this::commandLine);
  }

  /** All commands, for documentation and completion scripts. */
  public CommandLine commandLine() {
    return tree(Catalog.entries());
  }

  private CommandLine tree(Stream<Catalog.Entry> entries) {
    CommandLine root = new CommandLine(new Root());
    entries.forEach(entry -> root.addSubcommand(command(entry)));
    root.setOut(new PrintWriter(context.console().out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(context.console().err(), true, StandardCharsets.UTF_8));
    root.setUsageHelpWidth(100);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler(new ErrorReport(context));
    root.setParameterExceptionHandler(new UsageReport(context));
    root.setExecutionStrategy(CommandTree::execute);
    return root;
  }

  /** The summary stands before what the command itself has to say. */
  private CommandLine command(Catalog.Entry entry) {
    CommandLine command = new CommandLine(entry.factory().apply(context));
    var usage = command.getCommandSpec().usageMessage();
    usage.description(
        Stream.concat(Stream.of(entry.summary()), Arrays.stream(usage.description()))
            .toArray(String[]::new));
    return command;
  }

  private static int execute(CommandLine.ParseResult parsed) {
    if (ErrorReport.isVerbose(parsed)) {
      LogLevel.verbose();
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
