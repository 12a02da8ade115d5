package io.dealsync.cli.run;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Estimate;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dealsync undo RUN}. */
@Command(
    name = "undo",
    footer = {
      "",
      "Contacts, SORT and primary are restored, through the same guard, checks and journal as any",
      "run; so an undo can be undone. Deals that were changed since are left alone and listed.",
      "What only the mirror learnt (a pull --overwrite, an adoption) goes back in the mirror, with",
      "what both sides had agreed on. --to-mirror puts the mirror back also where the run wrote to",
      "the portal; an add_only deal then wants what it wanted, less what the run added.",
      "",
      "Exit codes: 0 everything undone, 4 refused by the guard, 5 some deals were changed since,",
      "6 portal or database unreachable or stopped early (nothing lost, run again)."
    })
public final class UndoCommand extends ReconcilingCommand {

  @Parameters(paramLabel = "RUN", description = "The run to undo.")
  private long run;

  @Option(
      names = "--to-mirror",
      description = "Put the mirror back as well, so that the next sync does not do it again.")
  private boolean toMirror;

  public UndoCommand(CommandContext context) {
    super(context);
  }

  @Override
  String name() {
    return "undo";
  }

  @Override
  OptionalLong origin() {
    return OptionalLong.of(run);
  }

  @Override
  RunReport conduct(Reconciler reconciler, RunLease lease, RunHeader header, Archive archive) {
    return reconciler.undo(lease, header, archive, toMirror);
  }

  @Override
  void print(RunPrinter printer, RunReport report, String portal, Estimate estimate) {
    printer.result(report, portal, name());
  }
}
