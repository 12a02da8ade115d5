package io.dealsync.cli.movein;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.terminal.CountingProgress;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.RowCounts;
import io.dealsync.legacy.ContactSource;
import io.dealsync.legacy.ExportLook;
import io.dealsync.legacy.Format;
import io.dealsync.legacy.ImportProgress;
import io.dealsync.legacy.ImportReport;
import io.dealsync.legacy.ImportRequest;
import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.legacy.LegacyImport;
import io.dealsync.legacy.Separator;
import io.dealsync.legacy.UnusableFileException;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync import FILE}. */
@Command(
    name = "import",
    footer = {
      "",
      "Formats:",
      "  salesforce  OpportunityContactRole, by API names or as a report",
      "  suitecrm    opportunities_contacts: opportunity_id, contact_id, contact_role, deleted",
      "  hubspot     deals: Record ID, Associated Contact IDs (a list)",
      "  pipedrive   deals: Deal - ID, Contact person ID (primary), Participants (a list of ids)",
      "  amocrm      deals: ID, main contact's id (primary), linked contacts' ids (a list)",
      "  generic     a row for each link: deal, contact, sort, primary, role",
      "",
      "A file is text (CSV), an Excel workbook (.xlsx), or the JSON that a CRM's API answers. The",
      "format is recognised by the header and the first rows.",
      "Nothing reaches the portal, nor the desired links: `dealsync resolve` does that.",
      "Interrupted, it goes on where it stopped when the same file is imported again. Rejected",
      "rows go to FILE.rejects.csv with line and reason; corrected, it can be imported as it is.",
      "",
      "  dealsync import roles.csv --dry-run",
      "  dealsync import links.csv --source old-crm --map deal=Vorgang,contact=Person",
      "",
      "Exit codes: 0 all rows are in, 5 some were rejected or are missing, 6 stopped, run again to"
          + " go on."
    })
public final class ImportCommand extends BaseCommand {

  @Parameters(paramLabel = "FILE", description = "The export.")
  private Path file = Path.of("");

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The other CRM in a word of your own (default: the format's name).")
  private @Nullable String source;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How to read it (default: as its header says).")
  private @Nullable String format;

  @Option(
      names = "--map",
      paramLabel = "WHAT=COLUMN",
      split = ",",
      description =
          "Which column is the deal, contact, sort, primary, role; WHAT= for none. Repeatable.")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "Its encoding, like windows-1251 (default: found by looking).")
  private @Nullable Charset charset;

  @Option(
      names = "--separator",
      paramLabel = "NAME",
      description = "comma, semicolon, tab or bar (default: found by looking).")
  private @Nullable Separator separator;

  @Option(
      names = "--sheet",
      paramLabel = "NAME",
      description = "Which sheet of an Excel workbook (default: the first one).")
  private @Nullable String sheet;

  @Option(
      names = "--contacts",
      paramLabel = "FILE|table:NAME",
      description =
          "The other CRM's contacts with id, name, phone, email, to find those that the file names"
              + " without their id.")
  private @Nullable String contacts;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where rejected rows go (default: FILE.rejects.csv); what is there stays.")
  private @Nullable Path rejects;

  @Option(names = "--dry-run", description = "Do everything, report, and leave nothing behind.")
  private boolean dryRun;

  @Option(names = "--again", description = "Import a file again that is in already.")
  private boolean again;

  @Option(
      names = "--supersede",
      description = "Let it take the place of all earlier files of its source.")
  private boolean supersede;

  public ImportCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (ExportLook look = ExportLook.begin(request())) {
      return run(look);
    } catch (UnusableFileException e) {
      throw new UserException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private int run(ExportLook look) {
    Settings settings = settings();
    portal(settings);
    try (Dealsync dealsync = open(settings);
        CountingProgress bar = new CountingProgress(console().err(), "importing", "rows")) {
      ImportProgress progress =
          console().terminal() && options().progress()
              ? (rows, line) -> bar.reached(rows)
              : ImportProgress.NONE;
      ImportReport report =
          new LegacyImport(dealsync.database(), progress, context().stop()).run(look);
      bar.close();
      if (options().json()) {
        JsonDocument.print(console().out(), json -> write(json, report));
      } else {
        print(console().out(), report);
      }
      return code(report);
    }
  }

  private ImportRequest request() {
    return new ImportRequest(
        file,
        options().portal(),
        Optional.ofNullable(source),
        Optional.ofNullable(format).map(ImportCommand::format),
        columns,
        Optional.ofNullable(charset),
        Optional.ofNullable(separator),
        Optional.ofNullable(sheet),
        Optional.ofNullable(contacts).map(ContactSource::of),
        Optional.ofNullable(rejects),
        wishes());
  }

  private Set<Wish> wishes() {
    Set<Wish> wishes = EnumSet.noneOf(Wish.class);
    if (dryRun) {
      wishes.add(Wish.DRY_RUN);
    }
    if (again) {
      wishes.add(Wish.AGAIN);
    }
    if (supersede) {
      wishes.add(Wish.SUPERSEDE);
    }
    return wishes;
  }

  private static Format format(String word) {
    return Format.named(word)
        .orElseThrow(
            () ->
                new UserException(
                    ExitCode.USAGE,
                    "--format: there is no format %s; there are %s."
                        .formatted(
                            word,
                            Format.all().stream()
                                .map(Format::word)
                                .collect(Collectors.joining(", ")))));
  }

  private static int code(ImportReport report) {
    if (report.outcome() == ImportReport.Outcome.INTERRUPTED) {
      return ExitCode.AGAIN;
    }
    return report.rows().rejected() == 0 && report.missing().isEmpty()
        ? ExitCode.OK
        : ExitCode.INCOMPLETE;
  }

  private void print(PrintStream out, ImportReport report) {
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
    rejected(out, report);
    report
        .rejects()
        .ifPresent(
            file ->
                out.printf(
                    "The rejected rows are in %s; correct them there and import that file.%n",
                    file));
    next(out, report);
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
    String name = report.file().name();
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

  private static void rejected(PrintStream out, ImportReport report) {
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

  private void next(PrintStream out, ImportReport report) {
    if (report.outcome() == ImportReport.Outcome.COMPLETE) {
      out.printf(
          "%nNext: %s%n",
          hints()
              .command(
                  "resolve --source %s --originator NAME"
                      .formatted(Hints.quoted(report.key().source()))));
    }
  }

  private static void write(JsonGenerator json, ImportReport report) {
    json.writeStringProperty("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("file", report.file().name());
    json.writeNumberProperty("bytes", report.file().bytes());
    json.writeStringProperty("sha256", report.file().sha256());
    json.writeStringProperty("portal", report.key().portal());
    json.writeStringProperty("source", report.key().source());
    json.writeStringProperty("format", report.key().format());
    json.writeStringProperty("columns", report.key().columns());
    json.writeStringProperty("charset", report.file().charset().name());
    json.writeStringProperty("separator", report.separator().word());
    json.writeStringProperty("kind", report.file().kind().name().toLowerCase(Locale.ROOT));
    json.writeArrayPropertyStart("unread");
    report.unread().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("other_formats");
    report.others().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("note", report.note());
    json.writeStringProperty("missing", report.missing().orElse(""));
    json.writeNumberProperty("resumed_after", report.resumedAfter());
    json.writeNumberProperty("last_line", report.lastLine());
    json.writeBooleanProperty("ends_open", report.endsOpen());
    LegacyFields.rows(json, report.rows());
    json.writeArrayPropertyStart("first_rejected");
    for (Leftover row : report.rejected()) {
      json.writeStartObject();
      json.writeNumberProperty("line", row.line());
      json.writeStringProperty("deal", row.deal());
      json.writeStringProperty("contact", row.contact());
      json.writeStringProperty("reason", row.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("rejects", report.rejects().map(Path::toString).orElse(""));
  }
}
