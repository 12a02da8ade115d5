package io.dealsync.cli;

import io.dealsync.app.ContractSuites;
import io.dealsync.config.PortalSettings;
import io.dealsync.contract.ContractReport;
import io.dealsync.contract.ContractSuite;
import io.dealsync.contract.Finding;
import io.dealsync.contract.Finding.Verdict;
import io.dealsync.contract.Preparation;
import io.dealsync.sandbox.rest.Quirk;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync check --contract}: announces, tries out, tells. */
final class ContractCheck {

  private final CommandContext context;
  private final boolean json;

  ContractCheck(CommandContext context, boolean json) {
    this.context = context;
    this.json = json;
  }

  /** Returns the exit code. */
  int run(PortalSettings portal, ContractOptions options) {
    List<Long> deals = options.deals();
    try (ContractSuite suite = ContractSuites.open(portal)) {
      Preparation preparation = suite.prepare(deals, options.contacts());
      if (!preparation.obstacles().isEmpty()) {
        throw new UserException(
            ExitCode.USAGE,
            preparation.obstacles().stream()
                .collect(Collectors.joining("; ", "The contract cannot be tried out: ", ".")));
      }
      if (!options.yes()) {
        announce(suite, preparation);
        return ExitCode.OK;
      }
      announceOnError(suite, preparation);
      ContractReport report = suite.run(preparation, context.stop());
      tell(suite, report);
      return code(report);
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

  private void announce(ContractSuite suite, Preparation preparation) {
    if (json) {
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
    context.console().out().println("Nothing was changed. Run it with --yes.");
  }

  /** Should the machine lose power now, the rows are in front of somebody. */
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

  private void tell(ContractSuite suite, ContractReport report) {
    if (json) {
      JsonDocument.print(context.console().out(), document -> write(suite, report, document));
      return;
    }
    PrintStream out = context.console().out();
    print(out, "the contract says", "tried: [rows before] → answer [rows after]", report.vectors());
    print(out, "the contract leaves open", "this portal", report.uncertainties());
    out.println(summary(report));
    out.println(conclusion(report));
    report.failure().ifPresent(failure -> context.console().err().println(failure.getMessage()));
    report
        .notRestored()
        .forEach(
            trouble -> context.console().err().println("NOT PUT BACK, do it by hand: " + trouble));
  }

  private static void print(PrintStream out, String subject, String seen, List<Finding> findings) {
    TextTable table = new TextTable("", subject, seen);
    findings.forEach(finding -> row(table, finding));
    out.println(table.render(0));
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

  private static String conclusion(ContractReport report) {
    return report.quirks().isEmpty()
        ? "`dealsync sandbox` behaves like this portal as it is."
        : report.quirks().stream()
            .map(Quirk::flag)
            .collect(
                Collectors.joining(
                    " --quirk ", "This portal at home: dealsync sandbox --quirk ", ""));
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
