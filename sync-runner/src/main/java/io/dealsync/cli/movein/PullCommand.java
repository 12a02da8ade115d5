package io.dealsync.cli.movein;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.Allowances;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.cli.command.WaitOption;
import io.dealsync.cli.run.RunDocument;
import io.dealsync.cli.run.RunPrinter;
import io.dealsync.cli.terminal.TerminalProgress;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Pacing;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Estimate;
import io.dealsync.portal.PortalFailure;
import io.dealsync.pull.PullOrder;
import io.dealsync.pull.PullReport;
import io.dealsync.pull.PullScope;
import io.dealsync.pull.PullTotals;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync pull}. */
@Command(
    name = "pull",
    footer = {
      "",
      "  dealsync pull                            every deal that the webhook's user may see",
      "  dealsync pull --filter categoryId=3      one pipeline",
      "  dealsync pull --deals-from ids.txt       a list of deals",
      "",
      "The portal is only read. The deals are managed from then on: by the policy mirror-wins a",
      "later sync puts back what someone changes on the portal. A pull that was stopped goes on",
      "where it has stopped.",
      "",
      "A deal that is managed keeps its desired links, edited or not; where the portal has others,",
      "the pull lists it. With --overwrite its desired links become the portal's, within the same",
      "limits that guard the portal. `dealsync undo RUN` takes back what a pull did: deals that it"
          + " took",
      "in are then managed no more, others want again what they wanted.",
      "",
      "Exit codes: 0 all in, 4 refused by the guard: managed deals are as they were,",
      "5 some deals differ and were kept as they are, or could not be read,",
      "6 portal or database unreachable or busy, or stopped early (nothing lost, run again)."
    })
public final class PullCommand extends BaseCommand {

  /** Longer lists are cut: nobody reads more, and the rows are in the database. */
  private static final int ROWS = 25;

  /** Seconds. */
  private static final long WORTH_SAYING = 10;

  @Mixin private PullSelection selection = new PullSelection();

  @Option(
      names = "--overwrite",
      description =
          "Let managed deals that differ want what the portal has, edits given up. Begins at the"
              + " start, and changes nothing before the guard has seen all of it.")
  private boolean overwrite;

  @Option(
      names = "--from-start",
      description = "Start over where an earlier pull has stopped half-way.")
  private boolean fromStart;

  @Mixin private Allowances allowances = new Allowances();

  @Mixin private WaitOption waiting = new WaitOption();

  public PullCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    PortalSettings portal = portal(settings);
    Map<String, String> raised = allowances.raised(portal.limits());
    RunSettings run = portal.run().with(allowances.on(portal.limits()));
    PullOrder order = new PullOrder(selection.scope(), overwrite, fromStart);
    try (Dealsync dealsync = open(settings);
        TerminalProgress bars =
            TerminalProgress.of(console().err(), () -> dealsync.portal(portal));
        RunLease lease = waiting.lease(dealsync.leases(), portal.name(), "pull", context())) {
      Progress progress = console().terminal() && options().progress() ? bars : Progress.NONE;
      PullReport report =
          dealsync
              .puller(portal, run, announced(progress, order, portal.pacing()), context().stop())
              .pull(
                  lease,
                  new RunHeader(
                      portal.name(), "pull", dealsync.whoAmI(), OptionalLong.empty(), raised),
                  order);
      bars.close();
      FollowUp followUp = new FollowUp(hints(), allowances.raised(), "");
      if (options().json()) {
        JsonDocument.print(
            console().out(),
            json -> write(json, portal.name(), report, dealsync.archive(), followUp));
      } else {
        print(console().out(), portal.name(), report, dealsync.archive(), followUp);
      }
      report.failure().ifPresent(failure -> console().err().println(failure.getMessage()));
      return code(report);
    }
  }

  /** A large portal takes an hour: that is said before it begins. */
  private Progress announced(Progress progress, PullOrder order, Pacing pacing) {
    if (order.scope() instanceof PullScope.Named) {
      return progress;
    }
    return new Progress() {
      @Override
      public void begin(Phase phase, long ids) {
        Estimate most = Estimate.reading(ids, pacing.burst(), pacing.perSecond());
        if (phase == Phase.PULL && most.duration().toSeconds() >= WORTH_SAYING) {
          console()
              .err()
              .printf(
                  "Up to %s to read: up to %s, which the portal's rate limit makes %s.%n",
                  HumanFormat.count(ids, "deal"),
                  HumanFormat.count(most.requests(), "request"),
                  HumanFormat.duration(most.duration()));
        }
        progress.begin(phase, ids);
      }

      @Override
      public void advance(long ids) {
        progress.advance(ids);
      }
    };
  }

  private static int code(PullReport report) {
    return switch (report.ending()) {
      case COMPLETE -> ExitCode.OK;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case REFUSED -> ExitCode.REFUSED;
      case INTERRUPTED -> ExitCode.AGAIN;
      case FAILED ->
          report.failure().map(PortalFailure::kind).map(ExitCode::of).orElse(ExitCode.ERROR);
    };
  }

  private static void print(
      PrintStream out, String portal, PullReport report, Archive archive, FollowUp followUp) {
    if (report.resumedAfter() > 0) {
      out.printf(
          "Going on after deal %d, where an earlier pull had stopped.%n", report.resumedAfter());
    }
    PullTotals totals = report.totals();
    out.printf(
        "Run %d (pull) from portal %s: %s read%n%n",
        report.run(), portal, HumanFormat.count(totals.read(), "deal"));
    table(totals).print(out, 2);
    listed(out, archive, report.run());
    refused(out, report, followUp);
    if (totals.damaged() > 0) {
      out.printf(
          "%n%s two primary contacts or none on the portal; the next sync repairs that.%n",
          HumanFormat.count(totals.damaged(), "deal") + (totals.damaged() == 1 ? " has" : " have"));
    }
    out.printf(
        "%n%s. %s, %s.%n",
        ending(report),
        HumanFormat.count(report.traffic().requests(), "request"),
        HumanFormat.duration(report.duration()));
    RunPrinter.settledEarlier(out, report.settledEarlier());
    wayOn(out, report, followUp);
  }

  private static void refused(PrintStream out, PullReport report, FollowUp followUp) {
    if (report.refusals().isEmpty()) {
      return;
    }
    out.printf("%nRefused by the guard; no managed deal was changed:%n");
    report.refusals().forEach(refusal -> out.printf("  %s%n", refusal.arithmetic()));
    out.printf(
        "What would change is stored as run %d: `%s`. If it is what you want:%n  %s%n",
        report.run(),
        followUp.command("show " + report.run()),
        followUp.allow(report.run(), report.refusals()));
  }

  private static void wayOn(PrintStream out, PullReport report, FollowUp followUp) {
    if (report.totals().added() + report.totals().refreshed() > 0) {
      out.printf("To take it back: %s%n", followUp.undo(report.run()));
    }
    if (report.ending() == PullReport.Ending.INCOMPLETE && report.totals().differing() > 0) {
      out.println(
          followUp.spelled(
              "Where the portal was changed: `dealsync plan` shows what a sync would put back"
                  + " there; `dealsync pull --overwrite` lets the mirror want what the portal"
                  + " has."));
    }
  }

  private static TextTable table(PullTotals totals) {
    TextTable table = new TextTable("deals", "");
    row(table, "taken in", totals.added());
    row(table, "refreshed", totals.refreshed());
    row(table, "as they were", totals.unchanged());
    row(table, "differ, kept as they were", totals.differing());
    row(table, "kept: edited, paused or add_only", totals.kept());
    row(table, "not readable", totals.failed());
    table.row("links", HumanFormat.number(totals.links()));
    return table;
  }

  private static void row(TextTable table, String what, long number) {
    if (number > 0) {
      table.row(what, HumanFormat.number(number));
    }
  }

  private static void listed(PrintStream out, Archive archive, long run) {
    List<ChangeRecord> rows = archive.news(run, ROWS + 1);
    if (rows.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("deal", "what");
    rows.stream()
        .limit(ROWS)
        .forEach(
            row ->
                table.row(
                    Long.toString(row.deal()), row.error().isBlank() ? row.reason() : row.error()));
    out.println();
    table.print(out, 2);
    if (rows.size() > ROWS) {
      out.printf(
          "  … and more: SELECT * FROM dealsync.change WHERE run_id = %d ORDER BY deal_id;%n", run);
    }
  }

  private static String ending(PullReport report) {
    return switch (report.ending()) {
      case COMPLETE -> "The mirror has what the portal has";
      case INCOMPLETE -> "The mirror has what the portal has, except for the deals listed";
      case REFUSED -> "New deals are in; managed deals are as they were";
      case INTERRUPTED ->
          "Stopped on request after deal %d; run it again to go on".formatted(report.reached());
      case FAILED -> "Ended after deal %d; run it again to go on".formatted(report.reached());
    };
  }

  private static void write(
      JsonGenerator json, String portal, PullReport report, Archive archive, FollowUp followUp) {
    json.writeNumberProperty("run", report.run());
    json.writeStringProperty("portal", portal);
    json.writeStringProperty("command", "pull");
    json.writeStringProperty("outcome", report.ending().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("resumed_after", report.resumedAfter());
    json.writeNumberProperty("reached", report.reached());
    PullTotals totals = report.totals();
    json.writeNumberProperty("read", totals.read());
    json.writeNumberProperty("added", totals.added());
    json.writeNumberProperty("refreshed", totals.refreshed());
    json.writeNumberProperty("unchanged", totals.unchanged());
    json.writeNumberProperty("differing", totals.differing());
    json.writeNumberProperty("kept", totals.kept());
    json.writeNumberProperty("failed", totals.failed());
    json.writeNumberProperty("links", totals.links());
    json.writeNumberProperty("damaged", totals.damaged());
    json.writeNumberProperty("settled_earlier", report.settledEarlier());
    json.writeNumberProperty("requests", report.traffic().requests());
    json.writeNumberProperty("rejected", report.traffic().rejected());
    json.writeNumberProperty("writes", report.traffic().writes());
    json.writeNumberProperty("duration_ms", report.duration().toMillis());
    RunDocument.refusals(json, report.refusals());
    json.writeStringProperty(
        "override",
        report.refusals().isEmpty() ? "" : followUp.allow(report.run(), report.refusals()));
    json.writeStringProperty(
        "error", report.failure().map(failure -> String.valueOf(failure.getMessage())).orElse(""));
    RunDocument.items(json, archive, report.run());
  }
}
