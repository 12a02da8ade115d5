package io.dealsync.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Commands that need the same code; the launcher knows which command is in which part. */
enum WarmUpPart {
  /** What talks to a portal. */
  SYNC,
  /** What is answered from the database alone. */
  LOOK,
  IMPORT;

  private static final int ROWS = 1000;
  private static final String PLAIN = "links.csv";
  private static final String PLAIN_HEADER = "deal,contact,sort,primary";
  private static final String PLAIN_ROW = "D-%d,C-%d,10,%s";
  private static final String SALESFORCE = "roles.csv";
  private static final String SALESFORCE_HEADER =
      """
      "Id","OpportunityId","ContactId","Role","IsPrimary","IsDeleted\"\
      """;
  private static final String SALESFORCE_ROW =
      """
      "00K000000000001AAA","006%012dAAA","003%012dAAA","Evaluator","%s","false\"\
      """;

  /** What it does on a stage whose files lie in a folder. */
  List<List<String>> commands(Path folder) {
    return switch (this) {
      case SYNC ->
          List.of(
              List.of("check"),
              List.of("plan"),
              List.of("sync"),
              List.of("sync", "--edited"),
              List.of("sync", "--full", "--json"));
      case LOOK ->
          List.of(
              List.of("--help"),
              List.of("sync", "--help"),
              List.of("status"),
              List.of("runs"),
              List.of("runs", "--json"),
              List.of("show", "1"),
              List.of("explain", "1001"));
      case IMPORT ->
          List.of(
              List.of("import", folder.resolve(PLAIN).toString()),
              List.of("import", folder.resolve(SALESFORCE).toString()));
    };
  }

  /** What its cache is called. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Writes the files that are imported. */
  static void exportFiles(Path folder) throws IOException {
    export(folder.resolve(PLAIN), PLAIN_HEADER, PLAIN_ROW);
    export(folder.resolve(SALESFORCE), SALESFORCE_HEADER, SALESFORCE_ROW);
  }

  private static void export(Path file, String header, String row) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(header + "\n");
      for (int link = 0; link < ROWS; link++) {
        out.write(row.formatted(link / 2, link, link % 2 == 0) + "\n");
      }
    }
  }
}
