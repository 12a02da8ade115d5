package io.dealsync.cli.fill;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CancelOnStop;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.config.Settings;
import io.dealsync.db.load.LinkLoad;
import io.dealsync.db.load.LoadException;
import io.dealsync.db.load.LoadRequest;
import io.dealsync.legacy.UnusableFileException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dealsync load FILE}. */
@Command(
    name = "load",
    footer = {
      "",
      "The source has a row for each link: deal_id, contact_id, and as it likes sort or position,",
      "and is_primary. Only deals that really differ are written, in one transaction, as one run.",
      "A file is text (CSV), an Excel workbook (.xlsx), or JSON; - is standard input.",
      "",
      "  dealsync load links.csv --absent release --dry-run",
      "  dealsync load --table staging.links --absent keep",
      "  dealsync load --query 'SELECT deal_id, contact_id FROM erp.links' --feed erp",
      "",
      "The guard refuses what would lose much, and says what to allow. `dealsync undo RUN` takes a",
      "load back. In SQL: CALL dealsync.replace_links('staging.links', 'main', 'release');",
      "",
      "Exit codes: 0 loaded, or nothing differs; 2 the source cannot be meant so; 3 a dry run"
          + " shows",
      "changes; 4 refused; 6 the source or the database cannot be read now, run again."
    })
public final class LoadCommand extends BaseCommand {

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private LoadSource source = new LoadSource();

  @Option(
      names = "--absent",
      paramLabel = "WHAT",
      description =
          "What becomes of managed deals that are not in the source: release (managed no more, the"
              + " portal keeps what it has), clear (no contacts) or keep. Asked for at a feed's"
              + " first load.")
  private @Nullable String absent;

  @Option(
      names = "--feed",
      paramLabel = "NAME",
      description =
          "What the next load remembers this one by (default: the file's or table's name).")
  private @Nullable String feed;

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--allow",
      paramLabel = "LIMIT",
      description =
          "Let the guard pass this once what it refuses: deals-lost-percent=N,"
              + " links-lost-percent=N, fewer-rows-percent=N, empty-source."
              + " Repeatable.")
  private List<String> allow = List.of();

  @Mixin private LinkFileOptions reading = new LinkFileOptions();

  public LoadCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    portal(settings);
    LoadRequest request = request();
    try (Dealsync dealsync = open(settings);
        CancelOnStop ignored = CancelOnStop.of(dealsync::close, context().stop());
        LinkLoad load = LinkLoad.open(dealsync.database())) {
      source.take(load, options().portal(), reading.hints(), console().err());
      LoadText printer = new LoadText(this);
      return dryRun ? printer.rehearsal(load, request) : printer.made(load.run(request));
    } catch (UnusableFileException unusable) {
      throw new UserException(ExitCode.USAGE, String.valueOf(unusable.getMessage()));
    } catch (LoadException failure) {
      throw new UserException(code(failure), LoadText.words(failure));
    } catch (RuntimeException failure) {
      throw context().stop().requested()
          ? new UserException(ExitCode.AGAIN, "Stopped; nothing was loaded.")
          : failure;
    }
  }

  private LoadRequest request() {
    if (source.isMissing()) {
      throw new UserException(
          ExitCode.USAGE,
          "Say what to load: FILE, - for standard input, --table NAME or --query SQL.");
    }
    boolean nameless = source.isNameless();
    if (nameless && feed == null) {
      throw new UserException(
          ExitCode.USAGE,
          "%s has no name by which the next load could be compared with this one; give it one: --feed NAME"
              .formatted(source.isQuery() ? "A query" : "Standard input"));
    }
    return new LoadRequest(options().portal(), Optional.ofNullable(absent), allow, feedName());
  }

  private Optional<String> feedName() {
    return Optional.ofNullable(feed).or(() -> source.fileName());
  }

  private static int code(LoadException failure) {
    return switch (failure.kind()) {
      case REFUSED -> ExitCode.REFUSED;
      case UNUSABLE -> ExitCode.USAGE;
      case BUSY -> ExitCode.AGAIN;
    };
  }
}
