package io.dealsync.cli.movein;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.db.legacy.FileParity;
import io.dealsync.db.legacy.LegacyParity;
import io.dealsync.db.legacy.MissingLink;
import io.dealsync.db.legacy.ParityReport;
import io.dealsync.db.legacy.ReasonCount;
import io.dealsync.db.legacy.SurplusLink;
import io.dealsync.files.OwnerOnly;
import io.dealsync.legacy.ParityPage;
import io.dealsync.wording.HumanFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync parity}. */
@Command(
    name = "parity",
    footer = {
      "",
      "Each link of each complete file is present, skipped on purpose, or missing with a reason;",
      "the counts add up, and two checksums compare the links that should be there with those",
      "that are. What the portal has is what was last read from it, so run `dealsync sync` before.",
      "",
      "  dealsync parity --html parity.html     a page to read, print and sign",
      "",
      "In SQL: SELECT * FROM dealsync.legacy_parity WHERE outcome = 'missing';",
      "A link that was moved and has left the other CRM since is surplus while the portal has it.",
      "Exit codes: 0 nothing is missing or surplus, 5 something is."
    })
public final class ParityCommand extends ReadingCommand {

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Only files of this source (default: all).")
  private @Nullable String source;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report as one page of HTML.")
  private @Nullable Path html;

  @Option(
      names = "--list",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many missing links of each file are listed in JSON and HTML (default:"
              + " ${DEFAULT-VALUE}).")
  private int listed;

  public ParityCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    ParityReport report =
        LegacyParity.read(
            dealsync.database(), options().portal(), Optional.ofNullable(source), listed);
    if (report.files().isEmpty() && report.notCompared().isEmpty()) {
      throw new UserException(
          ExitCode.USAGE,
          "No file was imported for portal %s%s yet: `dealsync import FILE`"
              .formatted(options().portal(), source == null ? "" : " from " + source));
    }
    if (html != null) {
      write(html, ParityPage.render(report, ZoneId.systemDefault()));
    }
    if (options().json()) {
      JsonDocument.print(console().out(), json -> write(json, report));
    } else {
      print(console().out(), report);
    }
    return report.proven() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** Whole or not at all; through a link to a device only, such as {@code /dev/stdout}. */
  private static void write(Path file, String page) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, page);
      } else if (Files.isSymbolicLink(file)) {
        throw new IOException("it is a link; name the file itself");
      } else {
        OwnerOnly.replace(file, page);
      }
    } catch (IOException e) {
      throw new UserException(
          ExitCode.USAGE, "--html: %s cannot be written (%s).".formatted(file, e.getMessage()));
    }
  }

  private void print(PrintStream out, ParityReport report) {
    report.files().forEach(file -> print(out, file));
    report
        .notCompared()
        .forEach(
            file ->
                out.printf(
                    "%s (file %d, %s) was not compared: %s.%n%n",
                    file.name(),
                    file.id(),
                    file.source(),
                    switch (file.state()) {
                      case LOADING -> "its import is not complete";
                      case SUPERSEDED -> "a later file took its place";
                      case COMPLETE -> "it has come in meanwhile";
                    }));
    out.println(verdict(report));
    if (html != null) {
      out.printf("The report is in %s.%n", html);
    }
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

  private static void print(PrintStream out, FileParity file) {
    out.printf("%s (file %d, %s)%n", file.file().name(), file.file().id(), file.file().source());
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

  private static void write(JsonGenerator json, ParityReport report) {
    json.writeStringProperty("portal", report.portal());
    json.writeStringProperty("made_at", report.madeAt().toString());
    json.writeBooleanProperty("proven", report.proven());
    json.writeNumberProperty("missing", report.missing());
    json.writeNumberProperty("surplus", report.surplus());
    json.writeArrayPropertyStart("files");
    report.files().forEach(file -> write(json, file));
    json.writeEndArray();
    json.writeArrayPropertyStart("not_compared");
    report
        .notCompared()
        .forEach(
            file -> {
              json.writeStartObject();
              LegacyFields.file(json, file);
              json.writeEndObject();
            });
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, FileParity file) {
    json.writeStartObject();
    LegacyFields.file(json, file.file());
    json.writeBooleanProperty("proven", file.proven());
    json.writeObjectPropertyStart("parity");
    json.writeNumberProperty("total", file.links().total());
    json.writeNumberProperty("present", file.links().present());
    json.writeNumberProperty("skipped", file.links().skipped());
    json.writeNumberProperty("missing", file.links().missing());
    json.writeEndObject();
    json.writeNumberProperty("deals", file.deals());
    json.writeNumberProperty("whole_deals", file.wholeDeals());
    json.writeNumberProperty("primaries", file.primaries());
    json.writeNumberProperty("primaries_kept", file.primariesKept());
    json.writeStringProperty("expected_sha256", file.expected());
    json.writeStringProperty("found_sha256", file.found());
    json.writeStringProperty("oldest_read", file.oldestRead().map(Instant::toString).orElse(""));
    json.writeStringProperty("newest_read", file.newestRead().map(Instant::toString).orElse(""));
    json.writeArrayPropertyStart("reasons");
    for (ReasonCount reason : file.reasons()) {
      json.writeStartObject();
      json.writeStringProperty("outcome", reason.outcome());
      json.writeStringProperty("reason", reason.reason());
      json.writeNumberProperty("links", reason.links());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("surplus", file.surplus());
    json.writeArrayPropertyStart("surplus_links");
    file.surplusLinks().forEach(link -> write(json, link));
    json.writeEndArray();
    json.writeArrayPropertyStart("missing_links");
    file.missing().forEach(link -> write(json, link));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SurplusLink link) {
    json.writeStartObject();
    json.writeStringProperty("legacy_deal", link.legacyDeal());
    json.writeStringProperty("legacy_contact", link.legacyContact());
    json.writeNumberProperty("deal", link.deal());
    json.writeNumberProperty("contact", link.contact());
    json.writeBooleanProperty("desired", link.desired());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, MissingLink link) {
    json.writeStartObject();
    json.writeNumberProperty("line", link.line());
    json.writeStringProperty("legacy_deal", link.legacyDeal());
    json.writeStringProperty("legacy_contact", link.legacyContact());
    link.deal().ifPresent(id -> json.writeNumberProperty("deal", id));
    link.contact().ifPresent(id -> json.writeNumberProperty("contact", id));
    json.writeStringProperty("reason", link.reason());
    json.writeStringProperty("detail", link.detail());
    json.writeEndObject();
  }
}
