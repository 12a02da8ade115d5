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
import io.dealsync.run.RunSettings;
import io.dealsync.run.SieveSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dealsync sync}. */
@Command(
    name = "sync",
    footer = {
      "",
      "A second sync straight after a successful one writes nothing.",
      "",
      "  dealsync sync --edited                      only what was edited in SQL, in seconds",
      "  dealsync sync --deal 1875 --deal 1876       only these",
      "  dealsync sync --allow changed-percent=45    once, with a guard limit raised",
      "  dealsync sync --waves 10,100                ten changes first, then a hundred, then all",
      "",
      "Exit codes: 0 in sync, 4 refused by the guard, 5 some deals are held or failed, or a wave",
      "went wrong, 6 portal or database unreachable or busy, or stopped early (nothing lost, run"
          + " again)."
    })
public final class SyncCommand extends ReconcilingCommand {

  @Option(
      names = "--edited",
      description = "Only deals whose desired side was edited since both sides last agreed.")
  private boolean edited;

  @Option(names = "--deal", paramLabel = "ID", description = "Only this deal. Repeatable.")
  private List<Long> deals = new ArrayList<>();

  @Option(names = "--full", description = "Read every deal one by one; do not use the list.")
  private boolean full;

  @Mixin private WaveOptions waves = new WaveOptions();

  public SyncCommand(CommandContext context) {
    super(context);
  }

  @Override
  String name() {
    return "sync";
  }

  @Override
  RunReport conduct(Reconciler reconciler, RunLease lease, RunHeader header, Archive archive) {
    return reconciler.sync(lease, header, selection());
  }

  @Override
  void print(RunPrinter printer, RunReport report, String portal, Estimate estimate) {
    printer.result(report, portal, name());
  }

  @Override
  Optional<UnrecordedEdits.Found> mark(UnrecordedEdits unrecorded) {
    return switch (selection()) {
      case Selection.All ignored -> Optional.of(unrecorded.mark());
      case Selection.Edited ignored -> unrecorded.markQuickly();
      case Selection.Deals ignored -> Optional.empty();
    };
  }

  private Selection selection() {
    if (!deals.isEmpty()) {
      return new Selection.Deals(deals);
    }
    return edited ? new Selection.Edited() : new Selection.All();
  }

  @Override
  RunSettings tuned(RunSettings configured) {
    RunSettings settings = full ? configured.with(SieveSettings.OFF) : configured;
    return waves.waves().map(settings::with).orElse(settings);
  }

  @Override
  String repeated() {
    return waves.words();
  }
}
