package io.dealsync.cli.movein;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.CountingProgress;
import io.dealsync.config.Settings;
import io.dealsync.legacy.ExportLook;
import io.dealsync.legacy.ImportProgress;
import io.dealsync.legacy.ImportReport;
import io.dealsync.legacy.LegacyImport;
import io.dealsync.legacy.UnusableFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dealsync import FILE}. */
@Command(
    name = "import",
    footer = {
      "",
      "Formats:",
      "  salesforce  OpportunityContactRole, by API names or as a report",
      "  suitecrm    opportunities_contacts: opportunity_id, contact_id, contact_role, deleted",
      "  hubspot     deals: Record ID, Associated Contact IDs (a list)",
      "  pipedrive   deals: Deal - ID, Person - ID (primary); participants are names: --contacts",
      "  amocrm      leads of its API (JSON), or the list's export, names only, with --contacts",
      "  generic     a row for each link: deal, contact, and sort, primary, role, deleted, portal",
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

  @Mixin private ImportOptions request = new ImportOptions();

  public ImportCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (ExportLook look = ExportLook.begin(request.request(options().portal()))) {
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
        JsonWriter.print(console().out(), ImportDocument.of(report));
      } else {
        new ImportText(console().out(), hints()).print(report);
      }
      return code(report);
    }
  }

  private static int code(ImportReport report) {
    if (report.outcome() == ImportReport.Outcome.INTERRUPTED) {
      return ExitCode.AGAIN;
    }
    return report.rows().rejected() == 0 && report.missing().isEmpty()
        ? ExitCode.OK
        : ExitCode.INCOMPLETE;
  }
}
