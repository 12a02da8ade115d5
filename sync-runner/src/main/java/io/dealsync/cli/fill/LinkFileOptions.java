package io.dealsync.cli.fill;

import io.dealsync.legacy.LinkFile;
import io.dealsync.legacy.LinkFile.Order;
import io.dealsync.legacy.Separator;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a file with links is read. */
final class LinkFileOptions {

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

  LinkFile.Hints hints() {
    return new LinkFile.Hints(
        columns,
        Optional.ofNullable(charset),
        Optional.ofNullable(separator),
        Optional.ofNullable(sheet),
        inRowOrder ? Order.OF_ROWS : Order.OF_COLUMNS);
  }
}
