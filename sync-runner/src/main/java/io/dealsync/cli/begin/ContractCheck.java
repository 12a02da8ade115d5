package io.dealsync.cli.begin;

import io.dealsync.app.ContractSuites;
import io.dealsync.app.PortalLock;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.CommonOptions;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.terminal.CountingProgress;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.DataHome;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.contract.ContractReport;
import io.dealsync.contract.ContractSuite;
import io.dealsync.contract.Finding;
import io.dealsync.contract.Finding.Verdict;
import io.dealsync.contract.Preparation;
import io.dealsync.contract.RestoreFile;
import io.dealsync.link.LinkImage;
import io.dealsync.wording.Hints;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync check --contract}: announces, tries out, tells. */
final class ContractCheck {

  private final CommandContext context;
  private final CommonOptions common;
  private final Hints hints;

  ContractCheck(CommandContext context, CommonOptions common) {
    this.context = context;
    this.common = common;
    this.hints = Hints.of(context.program(), common.config(), common.portal());
  }

  /** Returns the exit code. */
  int run(Settings settings, PortalSettings portal, ContractOptions options) {
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
        .printf("An earlier check was cut off; put back: %s.%n", names(left.keySet()));
  }

  private static String names(Set<Long> deals) {
    return deals.stream().map(deal -> "deal " + deal).collect(Collectors.joining(", "));
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

  // Before.

  private void announce(ContractSuite suite, Preparation preparation, RestoreFile restoreFile) {
    if (common.json()) {
      JsonDocument.print(
          context.console().out(),
          document -> {
            document.writeStringProperty("portal", suite.portal());
            document.writeBooleanProperty("done", false);
            writePreparation(preparation, document);
          });
      return;
    }
    context.console().out().print(announcement(suite, preparation));
    Set<Long> left = restoreFile.rows().keySet();
    if (!left.isEmpty()) {
      context
          .console()
          .out()
          .println(
              "An earlier check was cut off; --yes puts back first: %s.".formatted(names(left)));
    }
    context.console().out().println("Nothing was changed. Run it with --yes.");
  }

  /** Should the machine lose power now, the rows are in front of someone. */
  private void announceOnError(ContractSuite suite, Preparation preparation) {
    context.console().err().print(announcement(suite, preparation));
  }

  private static String announcement(ContractSuite suite, Preparation preparation) {
    StringBuilder text =
        new StringBuilder(
            "On %s about %d writes change the links of these deals, which are put back at the end:%n"
                .formatted(suite.portal(), ContractSuite.writes()));
    preparation
        .saved()
        .forEach((deal, rows) -> text.append("  deal %d has %s%n".formatted(deal, rows)));
    return text.append(
            ("Linked and unlinked are the contacts %s, and one that does not exist.%n"
                    + "It takes about two minutes, in which nobody should edit these deals.%n")
                .formatted(
                    preparation.contacts().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))))
        .toString();
  }

  private static void writePreparation(Preparation preparation, JsonGenerator document) {
    document.writeArrayPropertyStart("deals");
    preparation
        .saved()
        .forEach(
            (deal, rows) -> {
              document.writeStartObject();
              document.writeNumberProperty("deal", deal);
              document.writeStringProperty("rows", rows.toString());
              document.writeEndObject();
            });
    document.writeEndArray();
    document.writeArrayPropertyStart("contacts");
    preparation.contacts().forEach(document::writeNumber);
    document.writeEndArray();
  }

  // After.

  private void tell(ContractSuite suite, ContractReport report, RestoreFile restoreFile) {
    if (common.json()) {
      JsonDocument.print(context.console().out(), document -> write(suite, report, document));
      return;
    }
    PrintStream out = context.console().out();
    print(out, "the contract says", "tried: [rows before] → answer [rows after]", report.vectors());
    print(out, "the contract leaves open", "this portal", report.uncertainties());
    out.println(summary(report));
    out.println(conclusion(report, hints));
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

  private static void print(PrintStream out, String subject, String seen, List<Finding> findings) {
    TextTable table = new TextTable("", subject, seen);
    findings.forEach(finding -> row(table, finding));
    table.print(out, 0);
    out.println();
  }

  private static String summary(ContractReport report) {
    return "%d of %d statements tried hold; %d of %d open questions answered. %s"
        .formatted(
            count(report.vectors(), Verdict.CONFIRMED),
            report.vectors().size() - count(report.vectors(), Verdict.OPEN),
            count(report.uncertainties(), Verdict.RESOLVED),
            report.uncertainties().size(),
            report.notRestored().isEmpty()
                ? "The deals have their links back."
                : "NOT EVERY DEAL HAS ITS LINKS BACK.");
  }

  private static long count(List<Finding> findings, Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  private static void row(TextTable table, Finding finding) {
    String mark =
        switch (finding.verdict()) {
          case CONFIRMED -> "✓";
          case DIFFERENT -> "✗";
          case RESOLVED -> "!";
          case OPEN -> "?";
        };
    table.row(mark, finding.subject(), finding.words());
  }

  private static String conclusion(ContractReport report, Hints hints) {
    return report.quirks().isEmpty()
        ? hints.in("`dealsync sandbox` behaves like this portal as it is.")
        : "This portal at home: "
            + hints.command(
                "sandbox "
                    + report.quirks().stream()
                        .map(quirk -> "--quirk " + quirk.flag())
                        .collect(Collectors.joining(" ")));
  }

  private static void write(ContractSuite suite, ContractReport report, JsonGenerator document) {
    document.writeStringProperty("portal", suite.portal());
    document.writeBooleanProperty("done", true);
    document.writeBooleanProperty("kept", report.kept());
    document.writeArrayPropertyStart("vectors");
    report.vectors().forEach(finding -> write(finding, document));
    document.writeEndArray();
    document.writeArrayPropertyStart("uncertainties");
    report.uncertainties().forEach(finding -> write(finding, document));
    document.writeEndArray();
    document.writeArrayPropertyStart("quirks");
    report.quirks().forEach(quirk -> document.writeString(quirk.flag()));
    document.writeEndArray();
    document.writeArrayPropertyStart("not_restored");
    report.notRestored().forEach(document::writeString);
    document.writeEndArray();
    report
        .failure()
        .ifPresent(failure -> document.writeStringProperty("failure", failure.getMessage()));
  }

  private static void write(Finding finding, JsonGenerator document) {
    document.writeStartObject();
    document.writeStringProperty("subject", finding.subject());
    document.writeStringProperty("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
    document.writeStringProperty("words", finding.words());
    finding.quirk().ifPresent(quirk -> document.writeStringProperty("quirk", quirk.flag()));
    document.writeEndObject();
  }
}
