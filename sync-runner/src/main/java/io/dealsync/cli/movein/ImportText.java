package io.dealsync.cli.movein;

import io.dealsync.cli.terminal.TextTable;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.RowCounts;
import io.dealsync.legacy.ImportReport;
import io.dealsync.text.ForeignText;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** An import as a person wants to read it. */
final class ImportText {

  private final PrintStream out;
  private final Hints hints;

  ImportText(PrintStream out, Hints hints) {
    this.out = out;
    this.hints = hints;
  }

  void print(ImportReport report) {
    out.println(headline(report));
    out.printf(
        "  read as   %s: %s%n  not read  %s%n  file      %s%n",
        report.key().format(),
        report.key().columns(),
        report.unread().isEmpty()
            ? "nothing, every column is read"
            : String.join(", ", report.unread()),
        kind(report));
    if (!report.others().isEmpty()) {
      out.printf(
          "  It could be meant as %s, too: %s%n",
          String.join(" or ", report.others()),
          report.others().stream()
              .map(each -> "--format " + each)
              .collect(Collectors.joining(", ")));
    }
    if (!report.note().isEmpty()) {
      out.printf("  %s%n", report.note());
    }
    report.missing().ifPresent(why -> out.printf("  %s%n", why));
    RowCounts rows = report.rows();
    TextTable table = new TextTable("rows", "");
    table.row("linked", HumanFormat.number(rows.linked()));
    table.row("duplicates", HumanFormat.number(rows.duplicates()));
    table.row("rejected", HumanFormat.number(rows.rejected()));
    table.row("skipped", HumanFormat.number(rows.skipped()));
    table.row("read", HumanFormat.number(rows.read()));
    out.println();
    table.print(out, 2);
    if (rows.links() != rows.linked()) {
      out.printf("  The linked rows are %s.%n", HumanFormat.count(rows.links(), "link"));
    }
    if (report.endsOpen()) {
      out.printf(
          "Line %d has no line break at its end: should the export have been cut off there, its"
              + " last field is half.%n",
          report.lastLine());
    }
    rejected(report);
    report
        .rejects()
        .ifPresent(
            file ->
                out.printf(
                    "The rejected rows are in %s; correct them there and import that file.%n",
                    ForeignText.line(file.toString())));
    next(report);
  }

  private static String kind(ImportReport report) {
    return switch (report.file().kind()) {
      case TEXT ->
          "%s, separated by %ss".formatted(report.file().charset(), report.separator().word());
      case WORKBOOK -> "an Excel workbook";
      case JSON -> "JSON of an API";
    };
  }

  private String headline(ImportReport report) {
    String name = ForeignText.line(report.file().name());
    return switch (report.outcome()) {
      case COMPLETE ->
          report.resumedAfter() == 0
              ? "%s is in, as source %s.".formatted(name, report.key().source())
              : "%s is in, as source %s; %s were there from an interrupted import."
                  .formatted(
                      name, report.key().source(), HumanFormat.count(report.resumedAfter(), "row"));
      case WAS_COMPLETE ->
          "%s was imported before, and %s. To import it again: --again"
              .formatted(
                  name,
                  report.rejects().isPresent()
                      ? "only its rejected rows were written"
                      : "nothing was done");
      case INTERRUPTED ->
          "%s is in up to line %s, and none of it is used yet. Import it again to go on."
              .formatted(name, HumanFormat.number(report.lastLine()));
      case REHEARSED -> "A dry run: nothing of %s was imported.".formatted(name);
    };
  }

  private void rejected(ImportReport report) {
    if (report.rejected().isEmpty()) {
      return;
    }
    TextTable table = new TextTable("line", "reason");
    for (Leftover row : report.rejected()) {
      table.row(Integer.toString(row.line()), row.reason());
    }
    out.printf("%nRejected:%n");
    table.print(out, 2);
    if (report.rows().rejected() > report.rejected().size()) {
      out.println("  … and more.");
    }
  }

  private void next(ImportReport report) {
    if (report.outcome() == ImportReport.Outcome.COMPLETE) {
      out.printf(
          "%nNext: %s%n",
          hints.command(
              "resolve --source %s --originator NAME"
                  .formatted(Hints.quoted(report.key().source()))));
    }
  }
}
