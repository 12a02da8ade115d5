package io.dealsync.legacy;

import io.dealsync.db.legacy.FileParity;
import io.dealsync.db.legacy.LegacyFile;
import io.dealsync.db.legacy.LinkTally;
import io.dealsync.db.legacy.MissingLink;
import io.dealsync.db.legacy.ParityReport;
import io.dealsync.db.legacy.ReasonCount;
import io.dealsync.db.legacy.RowCounts;
import io.dealsync.db.legacy.SurplusLink;
import io.dealsync.wording.HtmlWriter;
import io.dealsync.wording.HumanFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The parity report as one page of HTML that needs nothing else: for a manager to read, print and
 * sign.
 */
public final class ParityPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

  private static final String STYLE =
      """
      .sum td { font-weight: 600; border-top: 2px solid #57606a; }
      .sign { display: flex; gap: 2rem; margin-top: 4rem; } .sign div { flex: 1; border-top: 1px solid #1b1f24; padding-top: .3rem; }
      @media print { body { margin: 0; max-width: none; font-size: 11pt; } h2, .sign { break-inside: avoid; }
        tr { break-inside: avoid; } thead { display: table-header-group; } }
      """;

  /** Columns of numbers. */
  private static final Set<String> NUMBERS =
      Set.of("Line", "Links", "on the portal", "left out on purpose", "missing", "all");

  private final ParityReport report;
  private final ZoneId zone;
  private final HtmlWriter html = new HtmlWriter();

  private ParityPage(ParityReport report, ZoneId zone) {
    this.report = report;
    this.zone = zone;
  }

  /** The page, with times in a time zone. */
  public static String render(ParityReport report, ZoneId zone) {
    ParityPage page = new ParityPage(report, zone);
    page.write();
    return page.html.toString();
  }

  private void write() {
    html.beginPage("Parity report: portal " + report.portal(), STYLE, "");
    html.element("h1", "Parity report");
    html.element(
        "p",
        "quiet",
        "Portal %s, compared on %s".formatted(report.portal(), time(report.madeAt())));
    verdict();
    overview();
    report.files().forEach(this::file);
    notCompared();
    method();
    signature();
    html.endPage();
  }

  private void verdict() {
    if (report.files().isEmpty()) {
      html.element("p", "verdict bad", "No complete file was imported for this portal.");
    } else if (report.proven()) {
      html.element(
          "p",
          "verdict good",
          "Every link of %s is on the portal, or was left out on purpose, and none is there that should have left."
              .formatted(HumanFormat.count(report.files().size(), "imported file")));
    } else {
      html.element("p", "verdict bad", missingOfAll());
    }
  }

  private String missingOfAll() {
    long all = report.files().stream().mapToLong(file -> file.links().total()).sum();
    long missing = report.missing();
    long surplus = report.surplus();
    return "%s of %s %s missing; %s still there that the newer export does not have."
        .formatted(
            HumanFormat.number(missing),
            HumanFormat.count(all, "link"),
            missing == 1 ? "is" : "are",
            HumanFormat.count(surplus, "link") + (surplus == 1 ? " is" : " are"));
  }

  /** All files at a glance; a single one speaks for itself. */
  private void overview() {
    if (report.files().size() < 2) {
      return;
    }
    beginTable("File", "on the portal", "left out on purpose", "missing", "all");
    for (FileParity file : report.files()) {
      html.open("tr").element("td", file.file().name());
      tally(file.links().present(), file.links().skipped(), file.links().missing());
    }
    html.open("tr", "sum").element("td", "all files");
    tally(sum(LinkTally::present), sum(LinkTally::skipped), sum(LinkTally::missing));
    html.endTable();
  }

  private void tally(long present, long skipped, long missing) {
    for (long links : new long[] {present, skipped, missing, present + skipped + missing}) {
      html.element("td", "number", HumanFormat.number(links));
    }
    html.close();
  }

  private long sum(ToLongFunction<LinkTally> part) {
    return report.files().stream().map(FileParity::links).mapToLong(part).sum();
  }

  private void file(FileParity file) {
    LegacyFile imported = file.file();
    html.element("h2", imported.name());
    html.element(
        "p",
        "quiet",
        "File %d from %s, read as %s, imported on %s"
            .formatted(
                imported.id(),
                imported.source(),
                imported.format(),
                imported.finishedAt().map(this::time).orElse("an unknown date")));
    rows(imported.rows());
    links(file.links());
    deals(file);
    reasons(file.reasons());
    checksums(file);
    surplus(file);
    missing(file);
  }

  private void rows(RowCounts rows) {
    html.element("h3", "What the file says");
    beginTable("Rows", "");
    line("became links", rows.linked());
    line("said what an earlier row had said", rows.duplicates());
    line("left out on purpose", rows.skipped());
    line("rejected", rows.rejected());
    sum("rows in the file", rows.read());
    html.endTable();
  }

  private void links(LinkTally links) {
    html.element("h3", "Where its links are");
    beginTable("Links", "");
    line("on the portal", links.present());
    line("left out on purpose", links.skipped());
    line("missing", links.missing());
    sum("links, and rows without one", links.total());
    html.endTable();
  }

  private void deals(FileParity file) {
    beginTable("Deals", "");
    line("with all of their links on the portal", file.wholeDeals());
    line("with links missing", file.deals() - file.wholeDeals());
    sum("deals with links that shall move", file.deals());
    html.endTable();
    html.element("p", primaries(file));
  }

  private static String primaries(FileParity file) {
    return file.primaries() == 0
        ? "The file calls none of the links on the portal primary."
        : "Of %s on the portal that the file calls primary, %s primary there."
            .formatted(
                HumanFormat.count(file.primaries(), "link"),
                HumanFormat.number(file.primariesKept())
                    + (file.primariesKept() == 1 ? " is" : " are"));
  }

  private void reasons(List<ReasonCount> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    html.element("h3", "Why links are left out or missing");
    beginTable("Outcome", "Reason", "Links");
    for (ReasonCount reason : reasons) {
      html.open("tr");
      html.element("td", reason.outcome()).element("td", reason.reason());
      html.element("td", "number", HumanFormat.number(reason.links()));
      html.close();
    }
    html.endTable();
  }

  private void checksums(FileParity file) {
    html.element("h3", "Checksums");
    beginTable("SHA-256 of", "");
    checksum("the file", file.file().sha256().isBlank() ? "came by SQL" : file.file().sha256());
    checksum("the links that should be on the portal", file.expected());
    checksum("those of them that are, and the surplus ones", file.found());
    html.endTable();
    html.element(
        "p",
        file.expected().equals(file.found())
            ? "The two sets of links are the same."
            : "The two sets of links differ.");
    html.element("p", "quiet", read(file.oldestRead(), file.newestRead()));
  }

  private String read(Optional<Instant> oldest, Optional<Instant> newest) {
    return oldest.isEmpty() || newest.isEmpty()
        ? "The portal has not been read for any of its deals."
        : "The portal was read for its deals between %s and %s."
            .formatted(time(oldest.get()), time(newest.get()));
  }

  private void checksum(String what, String value) {
    html.open("tr").element("td", what).element("td", "mono", value).close();
  }

  private void surplus(FileParity file) {
    if (file.surplusLinks().isEmpty()) {
      return;
    }
    html.element("h3", "Surplus links");
    html.element(
        "p",
        "quiet",
        "%s of the portal that were moved and that the other CRM does not have any more. All of them: SELECT * FROM dealsync.surplus_legacy_link WHERE on_portal;"
            .formatted(HumanFormat.count(file.surplus(), "link")));
    beginTable("Deal there", "Contact there", "Deal", "Contact", "Still desired");
    for (SurplusLink link : file.surplusLinks()) {
      html.open("tr");
      html.element("td", "mono", link.legacyDeal()).element("td", "mono", link.legacyContact());
      html.element("td", "number", Long.toString(link.deal()));
      html.element("td", "number", Long.toString(link.contact()));
      html.element("td", link.desired() ? "yes" : "no").close();
    }
    html.endTable();
  }

  private void missing(FileParity file) {
    if (file.missing().isEmpty()) {
      return;
    }
    html.element("h3", "Missing links");
    if (file.missing().size() < file.links().missing()) {
      html.element(
          "p",
          "quiet",
          "The first %s of %s. All of them: SELECT * FROM dealsync.legacy_parity WHERE file_id = %d AND outcome = 'missing' ORDER BY line;"
              .formatted(
                  HumanFormat.number(file.missing().size()),
                  HumanFormat.number(file.links().missing()),
                  file.file().id()));
    }
    beginTable("Line", "Deal there", "Contact there", "Deal", "Contact", "Reason");
    for (MissingLink link : file.missing()) {
      html.open("tr");
      html.element("td", "number", Integer.toString(link.line()));
      html.element("td", "mono", link.legacyDeal()).element("td", "mono", link.legacyContact());
      html.element("td", "number", id(link.deal())).element("td", "number", id(link.contact()));
      html.element(
          "td", link.detail().isBlank() ? link.reason() : link.reason() + ": " + link.detail());
      html.close();
    }
    html.endTable();
  }

  private void notCompared() {
    if (report.notCompared().isEmpty()) {
      return;
    }
    html.element("h2", "Files that were not compared");
    beginTable("File", "From", "Why");
    for (LegacyFile file : report.notCompared()) {
      html.open("tr").element("td", file.name()).element("td", file.source());
      html.element(
          "td",
          switch (file.state()) {
            case LOADING -> "its import is not complete";
            case SUPERSEDED -> "a later file took its place";
            case COMPLETE -> "";
          });
      html.close();
    }
    html.endTable();
  }

  private void method() {
    html.element("h2", "How this was found");
    html.element(
        "p",
        "Each link of each file was looked up in what the portal last answered for its deal. A link"
            + " is on the portal when the contact is among the deal's contacts there. Checksums of"
            + " links are SHA-256 over a line “deal, tab, contact” for each link, in the ids of the"
            + " other CRM and in the order of their bytes; anybody can compute the first one from"
            + " the file.");
  }

  private void signature() {
    html.open("div", "sign");
    for (String field : List.of("Name", "Date", "Signature")) {
      html.element("div", field);
    }
    html.close();
  }

  private void beginTable(String... header) {
    html.beginTable(name -> NUMBERS.contains(name) && header.length > 2, header);
  }

  private void line(String what, long value) {
    html.open("tr").element("td", what).element("td", "number", HumanFormat.number(value)).close();
  }

  private void sum(String what, long value) {
    html.open("tr", "sum")
        .element("td", what)
        .element("td", "number", HumanFormat.number(value))
        .close();
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  private static String id(OptionalLong id) {
    return id.isPresent() ? Long.toString(id.getAsLong()) : "";
  }
}
