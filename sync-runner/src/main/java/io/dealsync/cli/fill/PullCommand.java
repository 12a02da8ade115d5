package io.dealsync.cli.fill;

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
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.portal.PortalFailure;
import io.dealsync.pull.PullOrder;
import io.dealsync.pull.PullReport;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
              .puller(
                  portal,
                  run,
                  new PullAnnouncement(console().err(), order, portal.pacing(), progress),
                  context().stop())
              .pull(
                  lease,
                  new RunHeader(
                      portal.name(), "pull", dealsync.whoAmI(), OptionalLong.empty(), raised),
                  order);
      bars.close();
      FollowUp followUp = new FollowUp(hints(), allowances.raised(), "");
      if (options().json()) {
        JsonWriter.print(
            console().out(), PullDocument.of(portal.name(), report, dealsync.archive(), followUp));
      } else {
        new PullText(console().out(), dealsync.archive(), followUp).print(portal.name(), report);
      }
      report
          .failure()
          .ifPresent(
              failure -> console().err().println(hints().in(String.valueOf(failure.getMessage()))));
      return code(report);
    }
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
}
