package io.dealsync.bench;

import io.dealsync.testing.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How long short commands take, from the shell's point of view. */
final class Starts {

  private static final int ROUNDS = 21;

  private Starts() {}

  static List<String> measure(Path project) {
    MarkdownTable table = new MarkdownTable("command", "seconds (median of 21)", "least", "most");
    try (Stage stage = Stage.open().equalDeals(1000)) {
      Launcher dealsync = new Launcher(project, stage);
      dealsync.run("sync", "--json");
      for (String command : List.of("--help", "status", "runs", "explain 7")) {
        double[] seconds =
            IntStream.range(0, ROUNDS)
                .mapToDouble(round -> dealsync.run(command.split(" ")).seconds())
                .sorted()
                .toArray();
        table.row(
            "`dealsync " + command + "`",
            MarkdownTable.hundredths(seconds[ROUNDS / 2]),
            MarkdownTable.hundredths(seconds[0]),
            MarkdownTable.hundredths(DoubleStream.of(seconds).max().orElseThrow()));
      }
    }
    return table.lines();
  }
}
