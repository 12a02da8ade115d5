package io.dealsync.cli;

import io.dealsync.cli.begin.AuthorizeCommand;
import io.dealsync.cli.begin.CheckCommand;
import io.dealsync.cli.begin.DemoCommand;
import io.dealsync.cli.begin.InitCommand;
import io.dealsync.cli.begin.SandboxCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.decide.AckCommand;
import io.dealsync.cli.decide.ReleaseCommand;
import io.dealsync.cli.decide.ResolveConflictCommand;
import io.dealsync.cli.decide.UndoEditCommand;
import io.dealsync.cli.fill.LoadCommand;
import io.dealsync.cli.fill.PullCommand;
import io.dealsync.cli.look.EditsCommand;
import io.dealsync.cli.look.ExplainCommand;
import io.dealsync.cli.look.HistoryCommand;
import io.dealsync.cli.look.RunsCommand;
import io.dealsync.cli.look.ShowCommand;
import io.dealsync.cli.look.StatusCommand;
import io.dealsync.cli.movein.ImportCommand;
import io.dealsync.cli.movein.ParityCommand;
import io.dealsync.cli.movein.ResolveCommand;
import io.dealsync.cli.run.ApplyCommand;
import io.dealsync.cli.run.PlanCommand;
import io.dealsync.cli.run.ServeCommand;
import io.dealsync.cli.run.SyncCommand;
import io.dealsync.cli.run.UndoCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The commands there are, by what people come for. It knows what each is for without making it: a
 * process makes the one command that it runs.
 */
final class Catalog {

  /**
   * A command.
   *
   * @param name what people type
   * @param summary what it is for, in a sentence that fits a line
   * @param factory makes it
   */
  record Entry(String name, String summary, Function<CommandContext, Object> factory) {}

  /**
   * Commands of one purpose, in the order in which people need them.
   *
   * @param purpose its heading
   */
  record Chapter(String purpose, List<Entry> entries) {}

  static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter(
              "Begin",
              List.of(
                  new Entry(
                      "demo",
                      "See the whole story on this machine: no portal, no database, no account"
                          + " needed.",
                      context -> new DemoCommand(context, CommandTree::new)),
                  new Entry(
                      "init",
                      "Create or upgrade the database schema; write a commented configuration.",
                      InitCommand::new),
                  new Entry(
                      "authorize",
                      "Get an OAuth application its first tokens, where there is no webhook.",
                      AuthorizeCommand::new),
                  new Entry(
                      "check",
                      "Look before the first run whether everything is in order.",
                      CheckCommand::new),
                  new Entry(
                      "sandbox",
                      "Start a local portal that behaves like Bitrix24, for rehearsals and tests.",
                      SandboxCommand::new))),
          new Chapter(
              "Bring the portal in line",
              List.of(
                  new Entry(
                      "plan",
                      "Read the portal, decide every deal, store the plan. Nothing is written.",
                      PlanCommand::new),
                  new Entry(
                      "apply", "Carry out a stored plan, exactly as stored.", ApplyCommand::new),
                  new Entry(
                      "sync",
                      "Make the portal equal to the mirror: plan, guard, apply, verify.",
                      SyncCommand::new),
                  new Entry(
                      "undo",
                      "Put the deals that a run changed back to what they were before it.",
                      UndoCommand::new),
                  new Entry(
                      "serve",
                      "Run in the background: carry edits at once, sync by schedule, answer over"
                          + " HTTP.",
                      ServeCommand::new))),
          new Chapter(
              "See what is, and what was",
              List.of(
                  new Entry(
                      "status",
                      "Say where the mirror stands, from the database alone; no portal is needed.",
                      StatusCommand::new),
                  new Entry("runs", "List the latest runs.", RunsCommand::new),
                  new Entry("show", "Tell what a run did, deal by deal.", ShowCommand::new),
                  new Entry(
                      "explain",
                      "Tell everything known of one deal: wanted, seen, agreed, held, done,"
                          + " edited.",
                      ExplainCommand::new),
                  new Entry(
                      "history",
                      "List who edited a deal's desired side, newest first.",
                      HistoryCommand::new),
                  new Entry(
                      "edits",
                      "List the latest edits of all deals' desired side, in words.",
                      EditsCommand::new))),
          new Chapter(
              "Decide what waits for you",
              List.of(
                  new Entry(
                      "resolve-conflict",
                      "Settle a deal that both sides changed.",
                      ResolveConflictCommand::new),
                  new Entry(
                      "ack",
                      "Take note of a held deal, so that exit code 5 and alerts are about news"
                          + " only.",
                      AckCommand::new),
                  new Entry(
                      "release",
                      "Let the next run try a deal again that is parked or held.",
                      ReleaseCommand::new),
                  new Entry(
                      "undo-edit",
                      "Take an edit of the desired side back, whether it was sent or not.",
                      UndoEditCommand::new))),
          new Chapter(
              "Fill the mirror, move in from another CRM",
              List.of(
                  new Entry(
                      "pull",
                      "Fill the mirror from the portal: its links become the desired ones.",
                      PullCommand::new),
                  new Entry(
                      "load",
                      "Make the desired links those of a file, a table or a query.",
                      LoadCommand::new),
                  new Entry(
                      "import",
                      "Bring the deal-contact links of another CRM in, from CSV, Excel or JSON.",
                      ImportCommand::new),
                  new Entry(
                      "resolve",
                      "Find the Bitrix24 ids of imported links, and make resolved links desired"
                          + " links.",
                      ResolveCommand::new),
                  new Entry(
                      "parity",
                      "Prove that imported links are on the portal, or say what is missing.",
                      ParityCommand::new))));

  /** For the launcher; nobody needs to see it. */
  private static final Entry WARM_UP =
      new Entry("warm-up", "Prepare the start-up caches.", WarmUpCommand::new);

  private Catalog() {}

  /** Every command, the hidden one too. */
  static Stream<Entry> entries() {
    return Stream.concat(
        CHAPTERS.stream().flatMap(chapter -> chapter.entries().stream()), Stream.of(WARM_UP));
  }

  /** The command of this name. */
  static Optional<Entry> named(String name) {
    return entries().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
