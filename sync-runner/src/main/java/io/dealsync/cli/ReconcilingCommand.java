package io.dealsync.cli;

import io.dealsync.app.Dealsync;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.guard.Limits;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Estimate;
import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** A command that makes a run: takes the portal's lease, conducts it, and reports. */
abstract class ReconcilingCommand extends BaseCommand {

  @Option(
      names = "--allow",
      paramLabel = "NAME=VALUE",
      description =
          "Raise a guard limit for this run only: changed-percent, emptied-percent,"
              + " removed-links, empty-desired, empty-portal. Repeatable; recorded in the run.")
  private Map<String, String> allowances = new LinkedHashMap<>();

  ReconcilingCommand(CommandContext context) {
    super(context);
  }

  /** The command's name, as recorded in the run. */
  abstract String name();

  /** The run that this one undoes. */
  OptionalLong origin() {
    return OptionalLong.empty();
  }

  /** Makes the run under a lease. */
  abstract RunReport conduct(
      Reconciler reconciler, RunLease lease, RunHeader header, Archive archive);

  /** Prints the report for people. */
  abstract void print(RunPrinter printer, RunReport report, String portal, Estimate estimate);

  @Override
  public Integer call() {
    Settings settings = settings();
    PortalSettings portal = portal(settings);
    Limits limits = limits(portal);
    try (Dealsync dealsync = open(settings);
        TerminalProgress bars = new TerminalProgress(console().err());
        RunLease lease = dealsync.leases().acquire(portal.name(), name())) {
      Progress progress = console().terminal() && options().progress() ? bars : Progress.NONE;
      Reconciler reconciler = dealsync.reconciler(portal, limits, progress, context().stop());
      RunReport report =
          conduct(
              reconciler,
              lease,
              new RunHeader(
                  portal.name(), name(), dealsync.whoAmI(), origin(), allowances),
              dealsync.archive());
      bars.close();
      show(dealsync, portal, report);
      return ExitCode.of(report);
    }
  }

  private Limits limits(PortalSettings portal) {
    try {
      return portal.limits().with(allowances);
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, "--allow: " + e.getMessage());
    }
  }

  private void show(Dealsync dealsync, PortalSettings portal, RunReport report) {
    Estimate estimate =
        Estimate.applying(
            report.plan().map(PlanTotals::changes).orElse(0L),
            portal.pacing().burst(),
            portal.pacing().perSecond());
    if (options().json()) {
      new RunDocument(dealsync.archive())
          .write(console().out(), portal.name(), name(), report, estimate);
      report.failure().ifPresent(failure -> console().err().println(failure.getMessage()));
    } else {
      print(new RunPrinter(console().out(), dealsync.archive()), report, portal.name(), estimate);
    }
  }
}
