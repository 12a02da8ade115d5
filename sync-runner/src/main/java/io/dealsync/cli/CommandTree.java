package io.dealsync.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** All commands, and what their errors mean to the caller. */
public final class CommandTree {

  private final CommandLine commands;

  public CommandTree(CommandContext context) {
    this.commands =
        new CommandLine(new Root())
            .addSubcommand(new DemoCommand(context))
            .addSubcommand(new InitCommand(context))
            .addSubcommand(new CheckCommand(context))
            .addSubcommand(new PlanCommand(context))
            .addSubcommand(new ApplyCommand(context))
            .addSubcommand(new SyncCommand(context))
            .addSubcommand(new UndoCommand(context))
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(new RunsCommand(context))
            .addSubcommand(new ShowCommand(context))
            .addSubcommand(new ExplainCommand(context))
            .addSubcommand(new HistoryCommand(context))
            .addSubcommand(new ResolveConflictCommand(context))
            .addSubcommand(new AckCommand(context))
            .addSubcommand(new ReleaseCommand(context))
            .addSubcommand(new PullCommand(context))
            .addSubcommand(new ImportCommand(context))
            .addSubcommand(new ResolveCommand(context))
            .addSubcommand(new ParityCommand(context))
            .addSubcommand(new ServeCommand(context))
            .addSubcommand(new SandboxCommand(context))
            .addSubcommand(new WarmUpCommand(context))
            .addSubcommand(new CommandLine.HelpCommand());
    commands.setOut(new PrintWriter(context.console().out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(context.console().err(), true, StandardCharsets.UTF_8));
    Overview.install(commands);
    commands.setUsageHelpWidth(100);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler(new ErrorReport(context.console()));
    commands.setParameterExceptionHandler(new UsageReport());
    commands.setExecutionStrategy(CommandTree::execute);
  }

  private static int execute(CommandLine.ParseResult parsed) {
    if (ErrorReport.isVerbose(parsed)) {
      Logging.verbose();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Runs one command and returns its exit code. */
  public int run(String... arguments) {
    return arguments.length == 0 ? commands.execute("--help") : commands.execute(arguments);
  }

  /** For documentation and completion scripts. */
  public CommandLine commandLine() {
    return commands;
  }
}
