package io.dealsync.cli.contract;

import io.dealsync.cli.terminal.TextTable;
import io.dealsync.contract.ContractReport;
import io.dealsync.contract.ContractSuite;
import io.dealsync.contract.Finding;
import io.dealsync.contract.Finding.Verdict;
import io.dealsync.contract.Preparation;
import io.dealsync.wording.Hints;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a portal really does, as a person wants to read it. */
final class ContractText {

  private final PrintStream out;
  private final Hints hints;

  ContractText(PrintStream out, Hints hints) {
    this.out = out;
    this.hints = hints;
  }

  void print(ContractReport report) {
    print("the contract says", "tried: [rows before] → answer [rows after]", report.vectors());
    print("the contract leaves open", "this portal", report.uncertainties());
    out.println(summary(report));
    out.println(conclusion(report));
  }

  /** What will be done, before it is done. */
  static String announcement(String portal, Preparation preparation) {
    StringBuilder text =
        new StringBuilder(
            "On %s about %d writes change the links of these deals, which are put back at the end:%n"
                .formatted(portal, ContractSuite.writes()));
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

  private void print(String subject, String seen, List<Finding> findings) {
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

  private String conclusion(ContractReport report) {
    return report.quirks().isEmpty()
        ? hints.in("`dealsync sandbox` behaves like this portal as it is.")
        : "This portal at home: "
            + hints.command(
                "sandbox "
                    + report.quirks().stream()
                        .map(quirk -> "--quirk " + quirk.flag())
                        .collect(Collectors.joining(" ")));
  }

  /** Deals by their ids. */
  static String names(Set<Long> deals) {
    return deals.stream().map(deal -> "deal " + deal).collect(Collectors.joining(", "));
  }
}
