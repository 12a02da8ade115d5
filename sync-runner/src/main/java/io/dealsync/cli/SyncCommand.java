package io.dealsync.cli;

import io.dealsync.desired.Selection;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Estimate;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import picocli.CommandLine.Command;

/** {@code dealsync sync}. */
@Command(
    name = "sync",
    description = "Make the portal equal to the mirror: plan, guard, apply, verify.",
    footer = {
      "",
      "A second sync straight after a successful one writes nothing.",
      "",
      "Exit codes: 0 in sync, 4 refused by the guard, 5 some deals are held or failed,",
      "6 portal or database unreachable or stopped early (nothing lost, run again)."
    })
final class SyncCommand extends ReconcilingCommand {

  SyncCommand(CommandContext context) {
    super(context);
  }

  @Override
  String name() {
    return "sync";
  }

  @Override
  RunReport conduct(
      Reconciler reconciler, RunLease lease, RunHeader header, Archive archive) {
    return reconciler.sync(lease, header, new Selection.All());
  }

  @Override
  void print(RunPrinter printer, RunReport report, String portal, Estimate estimate) {
    printer.result(report, portal, name());
  }
}
