package io.dealsync.cli.contract;

import io.dealsync.app.ContractSuites;
import io.dealsync.app.PortalLock;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.CommonOptions;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.CountingProgress;
import io.dealsync.config.DataHome;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.contract.ContractReport;
import io.dealsync.contract.ContractSuite;
import io.dealsync.contract.Preparation;
import io.dealsync.contract.RestoreFile;
import io.dealsync.link.LinkImage;
import io.dealsync.wording.Hints;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** {@code dealsync check --contract}: announces, tries out, tells. */
public final class ContractCheck {

  private final CommandContext context;
  private final CommonOptions common;
  private final Hints hints;

  public ContractCheck(CommandContext context, CommonOptions common) {
    this.context = context;
    this.common = common;
    this.hints = Hints.of(context.program(), common.config(), common.portal());
  }

  /** Returns the exit code. */
  public int run(Settings settings, PortalSettings portal, ContractOptions options) {
    List<Long> deals = options.deals();
    RestoreFile restoreFile =
        new RestoreFile(
            DataHome.closedData(context.home())
                .resolve("contract-check-" + portal.name() + ".txt"));
    if (!options.yes()) {
      try (ContractSuite suite = ContractSuites.open(portal, settings.network())) {
        announce(suite, prepared(suite, deals, options), restoreFile);
        return ExitCode.OK;
      }
    }
    try (PortalLock lock =
            PortalLock.take(settings, context.home(), portal.name(), "check --contract");
        ContractSuite suite = ContractSuites.open(portal, settings.network())) {
      putBack(suite, restoreFile);
      Preparation preparation = prepared(suite, deals, options);
      announceOnError(suite, preparation);
      ContractReport report = tried(suite, preparation, restoreFile);
      tell(suite, report, restoreFile);
      return code(report);
    }
  }

  private static Preparation prepared(
      ContractSuite suite, List<Long> deals, ContractOptions options) {
    Preparation preparation = suite.prepare(deals, options.contacts());
    if (!preparation.obstacles().isEmpty()) {
      throw new UserException(
          ExitCode.USAGE,
          preparation.obstacles().stream()
              .collect(Collectors.joining("; ", "The contract cannot be tried out: ", ".")));
    }
    return preparation;
  }

  /** What a check that was cut off has left comes first: its deals are not as people left them. */
  private void putBack(ContractSuite suite, RestoreFile restoreFile) {
    Map<Long, LinkImage> left = restoreFile.rows();
    if (left.isEmpty()) {
      return;
    }
    List<String> trouble = suite.putBack(restoreFile);
    if (!trouble.isEmpty()) {
      throw new UserException(
          ExitCode.ERROR,
          "An earlier check was cut off, and what it left cannot be put back: %s. Do it by hand and delete %s."
              .formatted(String.join("; ", trouble), restoreFile));
    }
    context
        .console()
        .err()
        .printf("An earlier check was cut off; put back: %s.%n", ContractText.names(left.keySet()));
  }

  private ContractReport tried(
      ContractSuite suite, Preparation preparation, RestoreFile restoreFile) {
    try (CountingProgress line =
        new CountingProgress(context.console().err(), "Trying out", "steps")) {
      AtomicLong steps = new AtomicLong();
      Runnable progress =
          context.console().terminal() && common.progress()
              ? () -> line.reached(steps.incrementAndGet())
              : () -> {};
      return suite.run(preparation, restoreFile, context.stop(), progress);
    }
  }

  private static int code(ContractReport report) {
    if (!report.notRestored().isEmpty()) {
      return ExitCode.ERROR;
    }
    return report
        .failure()
        .map(failure -> ExitCode.of(failure.kind()))
        .orElse(report.kept() ? ExitCode.OK : ExitCode.INCOMPLETE);
  }

  private void announce(ContractSuite suite, Preparation preparation, RestoreFile restoreFile) {
    if (common.json()) {
      JsonWriter.print(
          context.console().out(), ContractPlanDocument.of(suite.portal(), preparation));
      return;
    }
    context.console().out().print(ContractText.announcement(suite.portal(), preparation));
    Set<Long> left = restoreFile.rows().keySet();
    if (!left.isEmpty()) {
      context
          .console()
          .out()
          .println(
              "An earlier check was cut off; --yes puts back first: %s."
                  .formatted(ContractText.names(left)));
    }
    context.console().out().println("Nothing was changed. Run it with --yes.");
  }

  /** Should the machine lose power now, the rows are in front of someone. */
  private void announceOnError(ContractSuite suite, Preparation preparation) {
    context.console().err().print(ContractText.announcement(suite.portal(), preparation));
  }

  private void tell(ContractSuite suite, ContractReport report, RestoreFile restoreFile) {
    if (common.json()) {
      JsonWriter.print(context.console().out(), ContractDocument.of(suite.portal(), report));
      return;
    }
    new ContractText(context.console().out(), hints).print(report);
    report
        .failure()
        .ifPresent(
            failure ->
                context.console().err().println(hints.in(String.valueOf(failure.getMessage()))));
    report
        .notRestored()
        .forEach(
            trouble -> context.console().err().println("NOT PUT BACK, do it by hand: " + trouble));
    if (!report.notRestored().isEmpty()) {
      context
          .console()
          .err()
          .printf("The next check with --yes tries it again, unless %s is deleted.%n", restoreFile);
    }
  }
}
