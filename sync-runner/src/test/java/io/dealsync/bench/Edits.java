package io.dealsync.bench;

import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.testing.DaemonProcess;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** From the commit of an edit in SQL to its verified read-back, while {@code serve} is idle. */
final class Edits {

  private static final int EDITS = 20;
  private static final long PAUSE_MILLIS = 3000;
  private static final long POLL_MILLIS = 2;

  private Edits() {}

  static List<String> measure(Limits limits) throws IOException, InterruptedException {
    MarkdownTable table =
        new MarkdownTable("edits", "seconds (median)", "least", "most", "requests for each");
    try (Stage stage =
        Stage.open(SandboxOptions.defaults().withLimits(limits)).equalDeals(EDITS + 2)) {
      Path config =
          Files.writeString(stage.home().resolve("bench.yaml"), "serve: {port: 0}%n".formatted());
      stage.run(0, "sync", "--json");
      try (DaemonProcess daemon = DaemonProcess.start(stage, config).ready()) {
        edit(stage, EDITS + 1);
        Thread.sleep(PAUSE_MILLIS);
        stage.portal().counters().reset();
        double[] seconds = new double[EDITS];
        for (int deal = 1; deal <= EDITS; deal++) {
          seconds[deal - 1] = edit(stage, deal);
          Thread.sleep(PAUSE_MILLIS);
        }
        Arrays.sort(seconds);
        table.row(
            MarkdownTable.whole(EDITS),
            MarkdownTable.hundredths(seconds[EDITS / 2]),
            MarkdownTable.hundredths(seconds[0]),
            MarkdownTable.hundredths(seconds[EDITS - 1]),
            MarkdownTable.hundredths(
                stage.portal().counters().snapshot().requests() / (double) EDITS));
      }
    }
    return table.lines();
  }

  /**
   * The deal gets another contact; returns after how many seconds the portal is known to have it.
   */
  private static double edit(Stage stage, int deal) throws InterruptedException {
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (%d, %d)"
            .formatted(deal, 2 * (deal + 1)));
    long committed = System.nanoTime();
    while (stage
        .query("SELECT 1 FROM dealsync.change WHERE status = 'verified' AND deal_id = " + deal)
        .isEmpty()) {
      Thread.sleep(POLL_MILLIS);
    }
    return (System.nanoTime() - committed) / 1e9;
  }
}
