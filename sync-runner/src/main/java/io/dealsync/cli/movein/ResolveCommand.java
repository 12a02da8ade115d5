package io.dealsync.cli.movein;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.Allowances;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.terminal.SearchProgress;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.db.legacy.Blocker;
import io.dealsync.db.legacy.IdCounts;
import io.dealsync.db.legacy.LegacyResolution;
import io.dealsync.db.legacy.MoveCounts;
import io.dealsync.db.legacy.StaleLinks;
import io.dealsync.guard.Limits;
import io.dealsync.legacy.MappingReport;
import io.dealsync.legacy.ResolveProgress;
import io.dealsync.legacy.ResolveReport;
import io.dealsync.legacy.ResolveRequest;
import io.dealsync.legacy.Resolver;
import io.dealsync.legacy.UnusableFileException;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync resolve}. */
@Command(
    name = "resolve",
    footer = {
      "",
      "Ids are found in three ways, which can be combined:",
      "  --originator NAME   on the portal, by ORIGINATOR_ID and ORIGIN_ID of deals and contacts",
      "  --deals, --contacts in tables of your own with the columns legacy_id,id",
      "  in SQL              UPDATE dealsync.legacy_deal SET deal_id = 1001",
      "                      WHERE portal = 'main' AND source = 'old-crm' AND legacy_id = 'A-17'",
      "",
      "A deal moves as a whole: while one of its links is unresolved, or one of its rows was",
      "rejected, it waits. Links that are desired already stay as they are, and what someone took",
      "out after it had moved stays out. What is unresolved, why, and what it blocks:",
      "  SELECT * FROM dealsync.unresolved_legacy_link WHERE portal = 'main' ORDER BY links DESC;",
      "",
      "What it writes into the mirror is journalled as a run, which `dealsync undo RUN` takes"
          + " back:",
      "deals that it brought under management are then managed no more.",
      "",
      "This writes nothing to the portal: `dealsync plan` shows what would be. But `serve` carries",
      "desired links there at once; stop it first, or set `on-edit: no` for the portal.",
      "Exit codes: 0 everything is resolved and moved, 5 something is not."
    })
public final class ResolveCommand extends BaseCommand {

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The other CRM, as named by import (default: the only one there is).")
  private @Nullable String source;

  @Option(
      names = "--originator",
      paramLabel = "NAME",
      description = "The ORIGINATOR_ID under which its records were brought to the portal.")
  private @Nullable String originator;

  @Option(
      names = "--deals",
      paramLabel = "FILE",
      description = "A CSV with its deals' ids and their Bitrix24 ids: legacy_id,id.")
  private @Nullable Path deals;

  @Option(names = "--contacts", paramLabel = "FILE", description = "The same for contacts.")
  private @Nullable Path contacts;

  @Option(names = "--only-ids", description = "Look for ids, and move nothing.")
  private boolean onlyIds;

  @Option(
      names = "--partial",
      description = "Move what is resolved of a deal, although some of it is not.")
  private boolean partial;

  @Option(
      names = "--add-only",
      description =
          "Manage deals that are new to dealsync as add_only: the portal keeps links that the other"
              + " CRM does not have.")
  private boolean addOnly;

  @Mixin private Allowances allowances = new Allowances();

  public ResolveCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    PortalSettings portal = portal(settings);
    try (Dealsync dealsync = open(settings);
        SearchProgress bar = new SearchProgress(console().err())) {
      ResolveProgress progress =
          console().terminal() && options().progress() ? bar : ResolveProgress.NONE;
      ResolveReport report =
          new Resolver(
                  dealsync.database(),
                  () -> dealsync.portal(portal).until(context().stop()::requested).originLookup(),
                  progress,
                  context().stop())
              .run(request(dealsync, allowances.on(portal.limits())));
      bar.close();
      if (options().json()) {
        JsonDocument.print(console().out(), json -> write(json, report));
      } else {
        print(console().out(), report);
      }
      return code(report);
    } catch (UnusableFileException e) {
      throw new UserException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private int code(ResolveReport report) {
    if (context().stop().requested()) {
      return ExitCode.AGAIN;
    }
    if (!report.refusals().isEmpty()) {
      return ExitCode.REFUSED;
    }
    return report.complete() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private ResolveRequest request(Dealsync dealsync, Limits limits) {
    return new ResolveRequest(
        options().portal(),
        source(dealsync),
        Optional.ofNullable(originator),
        Optional.ofNullable(deals),
        Optional.ofNullable(contacts),
        !onlyIds,
        partial,
        addOnly,
        limits);
  }

  private String source(Dealsync dealsync) {
    List<String> sources = LegacyResolution.sources(dealsync.database(), options().portal());
    if (sources.isEmpty()) {
      throw new UserException(
          ExitCode.USAGE,
          "No file was imported for portal %s yet: `dealsync import FILE`"
              .formatted(options().portal()));
    }
    if (source == null && sources.size() > 1) {
      throw new UserException(
          ExitCode.USAGE,
          "Files of several sources were imported: %s. Say which: --source NAME"
              .formatted(String.join(", ", sources)));
    }
    if (source != null && !sources.contains(source)) {
      throw new UserException(
          ExitCode.USAGE,
          "No complete file of source %s was imported for portal %s; there are: %s."
              .formatted(source, options().portal(), String.join(", ", sources)));
    }
    return source == null ? sources.get(0) : source;
  }

  private void print(PrintStream out, ResolveReport report) {
    out.printf(
        "Source %s on portal %s: %s%n",
        report.source(), options().portal(), HumanFormat.count(report.links(), "link"));
    report.mappings().forEach(mapping -> print(out, mapping));
    TextTable ids = new TextTable("ids", "wanted", "resolved", "problems", "not looked for");
    row(ids, "deals", report.deals());
    row(ids, "contacts", report.contacts());
    out.println();
    ids.print(out, 2);
    report.move().ifPresent(move -> print(out, move));
    stale(out, report);
    print(out, report.blockers());
    report
        .run()
        .ifPresent(
            run ->
                out.printf(
                    "%nTo take it back out of the mirror: %s%n",
                    new FollowUp(hints(), Map.of(), "").undo(run)));
    if (report.move().map(MoveCounts::moved).orElse(0L) > 0) {
      out.printf("%nNext: %s%n", hints().command("plan"));
    }
  }

  private static void row(TextTable table, String what, IdCounts ids) {
    table.row(
        what,
        HumanFormat.number(ids.wanted()),
        HumanFormat.number(ids.resolved()),
        HumanFormat.number(ids.problems()),
        HumanFormat.number(ids.open()));
  }

  private static void print(PrintStream out, MappingReport mapping) {
    out.printf(
        "  %s: %s, %s newly mapped, %s that no link has%n",
        mapping.file().getFileName(),
        HumanFormat.count(mapping.load().rows(), "row"),
        HumanFormat.count(mapping.load().set(), mapping.kind().word()),
        HumanFormat.count(mapping.load().unneeded(), "id"));
    if (mapping.load().ambiguous() > 0) {
      out.printf(
          "    %s mapped to more than one id, and not resolved by it%n",
          HumanFormat.count(mapping.load().ambiguous(), mapping.kind().word()));
    }
    if (mapping.badRows() > 0) {
      out.printf("    %s passed over:%n", HumanFormat.count(mapping.badRows(), "row"));
      mapping.firstBad().forEach(bad -> out.printf("      %s%n", bad));
    }
  }

  private static void print(PrintStream out, MoveCounts move) {
    TextTable table = new TextTable("deals", "");
    table.row("moved now", HumanFormat.number(move.moved()));
    table.row("moved before", HumanFormat.number(move.movedBefore()));
    table.row("wait: the deal is not resolved", HumanFormat.number(move.unresolved()));
    table.row("wait: a contact is not resolved", HumanFormat.number(move.contactsUnresolved()));
    table.row("wait: a row was rejected", HumanFormat.number(move.rejected()));
    table.row("all", HumanFormat.number(move.deals()));
    out.println();
    table.print(out, 2);
    out.printf(
        "%s became desired; %s desired already.%n",
        HumanFormat.count(move.links(), "link"), wereOrWas(move.existing()));
    if (move.united() > 0) {
      out.printf(
          "%s became one with another, because their contacts are one in Bitrix24.%n",
          HumanFormat.count(move.united(), "link"));
    }
    if (move.joined() > 0) {
      out.printf(
          "%s had desired links before; those stay, with their order and primary contact.%n",
          HumanFormat.count(move.joined(), "deal"));
    }
  }

  private static void stale(PrintStream out, ResolveReport report) {
    StaleLinks stale = report.stale();
    if (stale.links() > 0 && report.refusals().isEmpty()) {
      out.printf(
          "%s of %s left the desired side again (run %d), because the newer export does not have"
              + " them.%n",
          HumanFormat.count(stale.links(), "link"),
          HumanFormat.count(stale.deals(), "deal"),
          stale.run().orElse(0));
    }
    if (stale.waiting() > 0) {
      out.printf(
          "%s stay that the newer export does not have: rejected rows of their deals may be"
              + " them.%n",
          HumanFormat.count(stale.waiting(), "link"));
    }
    if (!report.refusals().isEmpty()) {
      out.printf("%nRefused by the guard, and nothing was taken out of the desired side:%n");
      report.refusals().forEach(refusal -> out.printf("  %s%n", refusal.arithmetic()));
      out.printf(
          "If that is what you want: the same command with %s%n",
          report.refusals().stream()
              .map(refusal -> "--allow " + refusal.allowance())
              .collect(Collectors.joining(" ")));
    }
  }

  private static String wereOrWas(long number) {
    return HumanFormat.number(number) + (number == 1 ? " was" : " were");
  }

  private void print(PrintStream out, List<Blocker> blockers) {
    if (blockers.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("links", "what", "id there", "reason");
    for (Blocker blocker : blockers) {
      table.row(
          HumanFormat.number(blocker.links()),
          blocker.what(),
          blocker.legacyId(),
          blocker.reason());
    }
    out.printf("%nWhat blocks most links:%n");
    table.print(out, 2);
    out.printf(
        "  All: SELECT * FROM dealsync.unresolved_legacy_link WHERE"
            + " portal = '%s' ORDER BY links DESC;%n",
        options().portal());
  }

  private void write(JsonGenerator json, ResolveReport report) {
    json.writeStringProperty("portal", options().portal());
    json.writeStringProperty("source", report.source());
    json.writeBooleanProperty("complete", report.complete());
    json.writeNumberProperty("links", report.links());
    report.run().ifPresent(run -> json.writeNumberProperty("run", run));
    json.writeArrayPropertyStart("mappings");
    report.mappings().forEach(mapping -> write(json, mapping));
    json.writeEndArray();
    write(json, "deals", report.deals());
    write(json, "contacts", report.contacts());
    report.move().ifPresent(move -> write(json, move));
    json.writeObjectPropertyStart("stale");
    json.writeNumberProperty("links", report.stale().links());
    json.writeNumberProperty("deals", report.stale().deals());
    json.writeNumberProperty("emptied_deals", report.stale().emptied());
    json.writeNumberProperty("waiting_links", report.stale().waiting());
    json.writeBooleanProperty("withdrawn", report.refusals().isEmpty());
    json.writeArrayPropertyStart("refusals");
    report.refusals().forEach(refusal -> json.writeString(refusal.arithmetic()));
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayPropertyStart("blockers");
    for (Blocker blocker : report.blockers()) {
      json.writeStartObject();
      json.writeStringProperty("what", blocker.what());
      json.writeStringProperty("legacy_id", blocker.legacyId());
      json.writeStringProperty("reason", blocker.reason());
      json.writeNumberProperty("links", blocker.links());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, MappingReport mapping) {
    json.writeStartObject();
    json.writeStringProperty("what", mapping.kind().word());
    json.writeStringProperty("file", String.valueOf(mapping.file().getFileName()));
    json.writeNumberProperty("rows", mapping.load().rows());
    json.writeNumberProperty("set", mapping.load().set());
    json.writeNumberProperty("unneeded", mapping.load().unneeded());
    json.writeNumberProperty("ambiguous", mapping.load().ambiguous());
    json.writeNumberProperty("bad_rows", mapping.badRows());
    json.writeArrayPropertyStart("first_bad");
    mapping.firstBad().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, IdCounts ids) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("wanted", ids.wanted());
    json.writeNumberProperty("resolved", ids.resolved());
    json.writeNumberProperty("problems", ids.problems());
    json.writeNumberProperty("not_looked_for", ids.open());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, MoveCounts move) {
    json.writeObjectPropertyStart("moved");
    json.writeNumberProperty("deals", move.deals());
    json.writeNumberProperty("moved", move.moved());
    json.writeNumberProperty("moved_before", move.movedBefore());
    json.writeNumberProperty("deal_unresolved", move.unresolved());
    json.writeNumberProperty("contact_unresolved", move.contactsUnresolved());
    json.writeNumberProperty("row_rejected", move.rejected());
    json.writeNumberProperty("links", move.links());
    json.writeNumberProperty("existing_links", move.existing());
    json.writeNumberProperty("united_links", move.united());
    json.writeNumberProperty("joined_deals", move.joined());
    json.writeEndObject();
  }
}
