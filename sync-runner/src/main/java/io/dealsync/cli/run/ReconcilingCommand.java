package io.dealsync.cli.run;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.Allowances;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.command.WaitOption;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.TerminalProgress;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.db.UnrecordedEdits;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Estimate;
import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;

/** A command that makes a run: takes the portal's lease, conducts it, and reports. */
abstract class ReconcilingCommand extends BaseCommand {

  @Mixin private Allowances allowances = new Allowances();

  @Mixin private WaitOption waiting = new WaitOption();

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
    Map<String, String> raised = allowances.raised(portal.limits());
    RunSettings run = tuned(portal.run().with(allowances.on(portal.limits())));
    try (Dealsync dealsync = open(settings);
        TerminalProgress bars =
            TerminalProgress.of(console().err(), () -> dealsync.portal(portal));
        RunLease lease = waiting.lease(dealsync.leases(), portal.name(), name(), context())) {
      Progress progress = console().terminal() && options().progress() ? bars : Progress.NONE;
      Reconciler reconciler = dealsync.reconciler(portal, run, progress, context().stop());
      mark(dealsync.unrecordedEdits(portal.name()))
          .map(UnrecordedEdits.Found::words)
          .filter(words -> !words.isBlank())
          .ifPresent(console().err()::println);
      RunReport report =
          conduct(
              reconciler,
              lease,
              new RunHeader(portal.name(), name(), dealsync.whoAmI(), origin(), raised),
              dealsync.archive());
      bars.close();
      show(dealsync, portal, report);
      return ExitCode.of(report);
    }
  }

  /** Looks for edits that no trigger has seen, as far as the run has the time for it. */
  Optional<UnrecordedEdits.Found> mark(UnrecordedEdits unrecorded) {
    return Optional.empty();
  }

  /** The run's settings as this command's options change them. */
  RunSettings tuned(RunSettings configured) {
    return configured;
  }

  /** Options that a command which goes on with the run repeats; blank, or with a space ahead. */
  String repeated() {
    return "";
  }

  private static Estimate estimate(RunReport report, PortalSettings portal, Archive archive) {
    return Estimate.applying(
        report.plan().map(PlanTotals::changes).orElse(0L),
        archive.overwriting(report.run()),
        portal.pacing().burst(),
        portal.pacing().perSecond());
  }

  private void show(Dealsync dealsync, PortalSettings portal, RunReport report) {
    Estimate estimate = estimate(report, portal, dealsync.archive());
    FollowUp followUp = new FollowUp(hints(), allowances.raised(), repeated());
    if (options().json()) {
      JsonWriter.print(
          console().out(),
          RunDocument.of(portal.name(), name(), report, estimate, dealsync.archive(), followUp));
    } else {
      print(
          new RunPrinter(console().out(), dealsync.archive(), followUp),
          report,
          portal.name(),
          estimate);
    }
    report
        .failure()
        .ifPresent(
            failure -> console().err().println(hints().in(String.valueOf(failure.getMessage()))));
  }
}
