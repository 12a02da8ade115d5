package io.dealsync.cli.movein;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.legacy.ContactSource;
import io.dealsync.legacy.Format;
import io.dealsync.legacy.ImportRequest;
import io.dealsync.legacy.ImportRequest.Wish;
import io.dealsync.legacy.Separator;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code dealsync import}: which file, and how it is read. */
final class ImportOptions {

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

  ImportRequest request(String portal) {
    return new ImportRequest(
        file,
        portal,
        Optional.ofNullable(source),
        Optional.ofNullable(format).map(ImportOptions::format),
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
}
