package io.dealsync.cli.run;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.db.UnrecordedEdits;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Estimate;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code dealsync plan}. */
@Command(
    name = "plan",
    footer = {
      "",
      "The plan is stored as rows of dealsync.change: review them in SQL, take single deals out",
      "(UPDATE dealsync.change SET verdict = 'skip' WHERE run_id = 7 AND deal_id = 1001), then",
      "carry the rest out with `dealsync apply 7`.",
      "",
      "Exit codes: 0 in sync, 3 changes pending, 5 some deals are held or failed."
    })
public final class PlanCommand extends ReconcilingCommand {

  public PlanCommand(CommandContext context) {
    super(context);
  }

  @Override
  String name() {
    return "plan";
  }

  @Override
  Optional<UnrecordedEdits.Found> mark(UnrecordedEdits unrecorded) {
    return Optional.of(unrecorded.mark());
  }

  @Override
  RunReport conduct(Reconciler reconciler, RunLease lease, RunHeader header, Archive archive) {
    return reconciler.plan(lease, header, new Selection.All());
  }

  @Override
  void print(RunPrinter printer, RunReport report, String portal, Estimate estimate) {
    printer.plan(report, portal, estimate);
  }
}
