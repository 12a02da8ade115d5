package io.dealsync.cli.run;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Estimate;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code dealsync apply RUN}. */
@Command(
    name = "apply",
    footer = {
      "",
      "Deals whose observation is older than recheck-after are read again first; a deal that moved",
      "on the portal meanwhile is decided again. Rows with verdict 'skip' are left out.",
      "A plan that the guard refused can be applied with --allow; the refusal says how:",
      "",
      "  dealsync apply 7 --allow changed-percent=45",
      "",
      "So can what is left of a run that stopped after a wave or was interrupted."
    })
public final class ApplyCommand extends ReconcilingCommand {

  @Parameters(paramLabel = "RUN", description = "The run that stored the plan.")
  private long run;

  @Mixin private WaveOptions waves = new WaveOptions();

  public ApplyCommand(CommandContext context) {
    super(context);
  }

  @Override
  String name() {
    return "apply";
  }

  @Override
  RunReport conduct(Reconciler reconciler, RunLease lease, RunHeader header, Archive archive) {
    return reconciler.apply(lease, header, run);
  }

  @Override
  RunSettings tuned(RunSettings configured) {
    return waves.waves().map(configured::with).orElse(configured);
  }

  @Override
  String repeated() {
    return waves.words();
  }

  @Override
  void print(RunPrinter printer, RunReport report, String portal, Estimate estimate) {
    printer.result(report, portal, name());
  }
}
