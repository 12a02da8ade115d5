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
import io.dealsync.legacy.LinkFile;
import io.dealsync.legacy.LinkFile.Order;
import io.dealsync.legacy.Separator;
import io.dealsync.legacy.UnusableFileException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  private static final String STANDARD_INPUT = "-";

  /** Beginnings of sentences that are no names. */
  private static final Pattern OURS = Pattern.compile("the query|standard input|say |cannot ");

  /** Exactly one place to take the links from. */
  static final class Source {

    @Parameters(paramLabel = "FILE", description = "The file with the links; - for standard input.")
    private @Nullable String file;

    @Option(
        names = "--table",
        paramLabel = "NAME",
        description = "A table or view of the database, named as in SQL.")
    private @Nullable String table;

    @Option(names = "--query", paramLabel = "SQL", description = "A query of the database.")
    private @Nullable String query;
  }

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private Source source = new Source();

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
              + " links-lost-percent=N, fewer-rows-percent=N, empty-source, new-portal."
              + " Repeatable.")
  private List<String> allow = List.of();

  @Option(
      names = "--map",
      paramLabel = "WHAT=COLUMN",
      split = ",",
      description =
          "Which column of a file is the deal, contact, sort, position, primary, portal; WHAT= for"
              + " none. Repeatable.")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--in-row-order",
      description = "The rows of a file stand in the deals' order, the primary contact first.")
  private boolean inRowOrder;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "A file's encoding, like windows-1251 (default: found by looking).")
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
      take(load);
      LoadText printer = new LoadText(this);
      return dryRun ? printer.rehearsal(load, request) : printer.made(load.run(request));
    } catch (UnusableFileException unusable) {
      throw new UserException(ExitCode.USAGE, String.valueOf(unusable.getMessage()));
    } catch (LoadException failure) {
      throw new UserException(code(failure), words(failure));
    } catch (RuntimeException failure) {
      throw context().stop().requested()
          ? new UserException(ExitCode.AGAIN, "Stopped; nothing was loaded.")
          : failure;
    }
  }

  private LoadRequest request() {
    if (source.file == null && source.table == null && source.query == null) {
      throw new UserException(
          ExitCode.USAGE,
          "Say what to load: FILE, - for standard input, --table NAME or --query SQL.");
    }
    boolean nameless = source.query != null || STANDARD_INPUT.equals(source.file);
    if (nameless && feed == null) {
      throw new UserException(
          ExitCode.USAGE,
          "%s has no name by which the next load could be compared with this one; give it one: --feed NAME"
              .formatted(source.query == null ? "Standard input" : "A query"));
    }
    return new LoadRequest(options().portal(), Optional.ofNullable(absent), allow, feedName());
  }

  private Optional<String> feedName() {
    return Optional.ofNullable(feed)
        .or(() -> Optional.ofNullable(source.file).map(file -> Path.of(file).getFileName() + ""));
  }

  private void take(LinkLoad load) {
    if (source.table != null) {
      load.fromTable(source.table);
    } else if (source.query != null) {
      load.fromQuery(source.query);
    } else if (STANDARD_INPUT.equals(source.file)) {
      takeStandardInput(load);
    } else {
      take(load, Path.of(String.valueOf(source.file)), String.valueOf(source.file));
    }
  }

  private void takeStandardInput(LinkLoad load) {
    try {
      Path kept = Files.createTempFile("dealsync-load", "");
      try {
        Files.copy(System.in, kept, StandardCopyOption.REPLACE_EXISTING);
        take(load, kept, "standard input");
      } finally {
        Files.delete(kept);
      }
    } catch (IOException failure) {
      throw new UserException(
          ExitCode.ERROR, "Standard input cannot be kept: %s".formatted(failure.getMessage()));
    }
  }

  private void take(LinkLoad load, Path path, String shownAs) {
    try (LinkFile file = LinkFile.open(path, shownAs, fileHints())) {
      load.fromRows(shownAs, file.details(), rows -> file.read(options().portal(), rows));
      if (file.endsOpen()) {
        console()
            .err()
            .printf(
                "%s has no line break at its end: should it have been cut off there, its last field"
                    + " is half.%n",
                shownAs);
      }
    }
  }

  private LinkFile.Hints fileHints() {
    return new LinkFile.Hints(
        columns,
        Optional.ofNullable(charset),
        Optional.ofNullable(separator),
        Optional.ofNullable(sheet),
        inRowOrder ? Order.OF_ROWS : Order.OF_COLUMNS);
  }

  private static int code(LoadException failure) {
    return switch (failure.kind()) {
      case REFUSED -> ExitCode.REFUSED;
      case UNUSABLE -> ExitCode.USAGE;
      case BUSY -> ExitCode.AGAIN;
    };
  }

  private static String words(LoadException failure) {
    String words = String.valueOf(failure.getMessage());
    if (failure.kind() == LoadException.Kind.REFUSED) {
      return LoadText.refused(words);
    }
    return OURS.matcher(words).lookingAt()
        ? Character.toUpperCase(words.charAt(0)) + words.substring(1)
        : words;
  }
}
