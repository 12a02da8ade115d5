package io.dealsync.cli.movein;

import io.dealsync.cli.terminal.TextTable;
import io.dealsync.db.legacy.FileParity;
import io.dealsync.db.legacy.ParityReport;
import io.dealsync.db.legacy.ReasonCount;
import io.dealsync.text.ForeignText;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;

/** Files beside the portal, as a person wants to read it. */
final class ParityText {

  private final PrintStream out;

  ParityText(PrintStream out) {
    this.out = out;
  }

  void print(ParityReport report) {
    report.files().forEach(this::print);
    report
        .notCompared()
        .forEach(
            file ->
                out.printf(
                    "%s (file %d, %s) was not compared: %s.%n%n",
                    ForeignText.line(file.name()),
                    file.id(),
                    file.source(),
                    switch (file.state()) {
                      case LOADING -> "its import is not complete";
                      case SUPERSEDED -> "a later file took its place";
                      case COMPLETE -> "it has come in meanwhile";
                    }));
    out.println(verdict(report));
  }

  private static String verdict(ParityReport report) {
    if (report.proven()) {
      return "Nothing is missing, and nothing is surplus.";
    }
    String missing = "%s missing.".formatted(areOrIs(report.missing()));
    return report.surplus() == 0
        ? missing
        : "%s %s surplus: the newer export does not have them any more."
            .formatted(missing, areOrIs(report.surplus()));
  }

  private static String areOrIs(long links) {
    return HumanFormat.count(links, "link") + (links == 1 ? " is" : " are");
  }

  private void print(FileParity file) {
    out.printf(
        "%s (file %d, %s)%n",
        ForeignText.line(file.file().name()), file.file().id(), file.file().source());
    TextTable links = new TextTable("links", "");
    links.row("on the portal", HumanFormat.number(file.links().present()));
    links.row("skipped", HumanFormat.number(file.links().skipped()));
    links.row("missing", HumanFormat.number(file.links().missing()));
    if (file.surplus() > 0) {
      links.row("surplus", HumanFormat.number(file.surplus()));
    }
    links.row("all", HumanFormat.number(file.links().total()));
    links.print(out, 2);
    for (ReasonCount reason : file.reasons()) {
      out.printf(
          "  %s %s: %s%n", HumanFormat.number(reason.links()), reason.outcome(), reason.reason());
    }
    out.printf(
        "  deals     %s of %s have all of their links%n",
        HumanFormat.number(file.wholeDeals()), HumanFormat.number(file.deals()));
    if (file.primaries() > 0) {
      out.printf(
          "  primary   %s of %s are primary on the portal%n",
          HumanFormat.number(file.primariesKept()), HumanFormat.number(file.primaries()));
    }
    out.printf("  expected  sha256 %s%n", file.expected());
    out.printf(
        "  found     sha256 %s%s%n",
        file.found(), file.expected().equals(file.found()) ? ", the same" : "");
    out.printf("  read      %s%n%n", read(file));
  }

  private static String read(FileParity file) {
    return file.oldestRead().isEmpty()
        ? "never so far"
        : "between %s and %s"
            .formatted(
                file.oldestRead().map(HumanFormat::time).orElse(""),
                file.newestRead().map(HumanFormat::time).orElse(""));
  }
}
