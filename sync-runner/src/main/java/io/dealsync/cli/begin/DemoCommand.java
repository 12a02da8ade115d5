package io.dealsync.cli.begin;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.CommandRunner;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.demo.DemoFolder;
import io.dealsync.demo.DemoStage;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dealsync demo}: the whole story, told with the commands that users have. */
@Command(
    name = "demo",
    footer = {
      "",
      "Starts a PostgreSQL and a local portal that behaves like Bitrix24, lets people change both,",
      "prints the plan, syncs, and proves that a second sync writes nothing. Takes a few seconds."
    })
public final class DemoCommand implements Callable<Integer> {

  private final CommandContext context;
  private final Function<CommandContext, CommandRunner> commands;

  @Option(names = "--no-progress", description = "No progress bars, even on a terminal.")
  private boolean noProgress;

  /**
   * A demonstration.
   *
   * @param commands makes what runs the commands of a context
   */
  public DemoCommand(CommandContext context, Function<CommandContext, CommandRunner> commands) {
    this.context = context;
    this.commands = commands;
  }

  @Override
  public Integer call() {
    Instant began = Instant.now();
    PrintStream out = context.console().out();
    step(out, "1. A PostgreSQL and a local portal start on this machine");
    try (DemoFolder folder = DemoFolder.below(context.home());
        DemoStage stage = new DemoStage(folder.path())) {
      CommandRunner commands =
          this.commands.apply(context.onStage(folder.path(), stage.environment()));
      commands.run("init", "--no-file");
      stage.fillBothSides();
      out.printf(
          "The portal has %d deals with their contacts; the mirror has the same links.%n",
          DemoStage.DEALS);
      require(commands.run("sync", "--no-progress"), ExitCode.OK);

      step(out, "2. People change deals on the portal …");
      stage.driftOnPortal().forEach(line -> out.println("  " + line));
      step(out, "3. … and others edit the mirror in plain SQL");
      stage.editMirror().forEach(line -> out.println("  " + line + ";"));

      step(out, "4. dealsync plan: what would be done (nothing is written)");
      commands.run("plan");

      step(out, "5. dealsync sync: plan, guard, apply, verify");
      commands.run(noProgress ? new String[] {"sync", "--no-progress"} : new String[] {"sync"});

      step(out, "6. Both sides, compared deal by deal");
      compare(out, stage.compare());

      step(out, "7. dealsync sync again: nothing is left to write");
      commands.run("sync", "--no-progress");
      requireGoingOn();
      out.printf(
          "%nThat was the whole story, in %s.%n",
          HumanFormat.duration(Duration.between(began, Instant.now())));
      out.println(
          Hints.of(context.program())
              .in(
                  "Next: `dealsync sandbox` is a portal to rehearse on, `dealsync init` a real"
                      + " start."));
    }
    return ExitCode.OK;
  }

  private static void compare(PrintStream out, DemoStage.Comparison comparison) {
    out.printf("%d of %d deals are equal.%n", comparison.equal(), DemoStage.DEALS);
    List<Long> different = comparison.different();
    if (!different.isEmpty()) {
      out.printf(
          "Left alone, because it no longer exists on the portal: deal %s.%n",
          different.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /** Begins a step, unless nobody wants to see more. */
  private void step(PrintStream out, String text) {
    requireGoingOn();
    out.printf("%n%s%n%s%n", text, "─".repeat(text.length()));
  }

  private void requireGoingOn() {
    if (context.stop().requested()) {
      throw new UserException(ExitCode.AGAIN, "Stopped; the stage is taken down.");
    }
  }

  private void require(int code, int expected) {
    requireGoingOn();
    if (code != expected) {
      throw new UserException(
          ExitCode.ERROR, "The demo could not fill the stage; the lines above say why.");
    }
  }
}
