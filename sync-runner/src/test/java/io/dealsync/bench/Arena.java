package io.dealsync.bench;

import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxSeed;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A sandbox with made-up deals of one to five contacts, and a mirror in PostgreSQL that wants
 * exactly these links. Deals are 1 to N.
 */
final class Arena implements AutoCloseable {

  private static final int FLUSH = 1 << 16;

  private final Stage stage;
  private final Launcher dealsync;
  private final Limits limits;
  private final long deals;
  private final long links;
  private final Path config;

  private Arena(
      Stage stage, Launcher dealsync, Limits limits, long deals, long links, Path config) {
    this.stage = stage;
    this.dealsync = dealsync;
    this.limits = limits;
    this.deals = deals;
    this.links = links;
    this.config = config;
  }

  static Arena of(Path project, long deals, Limits limits) {
    Stage stage = Stage.open(SandboxOptions.defaults().withLimits(limits));
    SandboxSeed.ofDeals(deals).fill(stage.portal().state());
    try {
      long links = mirror(stage, deals);
      return new Arena(
          stage, new Launcher(project, stage), limits, deals, links, config(stage, limits));
    } catch (SQLException | IOException e) {
      stage.close();
      throw new IllegalStateException(e);
    }
  }

  /** Where nothing limits the portal, nothing has to be waited for. */
  private static Path config(Stage stage, Limits limits) throws IOException {
    String own = limits.bucketSize() == 0 ? "{burst: 1000000, per-second: 1000000}" : "{}";
    return Files.writeString(
        stage.home().resolve("bench.yaml"),
        "portals: {main: {recheck-after: 1d, limits: %s}}%n".formatted(own));
  }

  private static long mirror(Stage stage, long deals) throws SQLException {
    try (Connection connection = stage.database().connect()) {
      CopyIn copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(
                  "COPY dealsync.deal_contact (deal_id, contact_id, sort, is_primary) FROM STDIN");
      StringBuilder rows = new StringBuilder(FLUSH + 4096);
      for (long deal = 1; deal <= deals; deal++) {
        for (LinkRow row : stage.portal().state().links(deal)) {
          rows.append(deal).append('\t').append(row.contactId()).append('\t');
          rows.append(row.sort()).append('\t').append(row.primary() ? "t\n" : "f\n");
        }
        if (rows.length() >= FLUSH || deal == deals) {
          byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
          copy.writeToCopy(bytes, 0, bytes.length);
          rows.setLength(0);
        }
      }
      long links = copy.endCopy();
      stage.sql("ANALYZE");
      return links;
    }
  }

  long deals() {
    return deals;
  }

  long links() {
    return links;
  }

  Stage stage() {
    return stage;
  }

  /** Someone takes a contact from every n-th deal on the portal. */
  void drift(int everyNth) {
    for (long deal = everyNth; deal <= deals; deal += everyNth) {
      List<LinkRow> rows = stage.portal().state().links(deal);
      stage.portal().state().asThirdParty().unlink(deal, rows.get(rows.size() - 1).contactId());
    }
  }

  /** The portal's bucket is empty again, as after a quiet minute. */
  void rest() {
    if (limits.bucketSize() > 0) {
      try {
        Thread.sleep((long) (1000 * limits.bucketSize() / limits.drainPerSecond()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    stage.sql("DELETE FROM dealsync.portal_state");
    stage.portal().counters().reset();
  }

  /** {@code dealsync sync} as a user starts it. */
  Result sync(String heap, String... options) {
    rest();
    List<String> words = new ArrayList<>(List.of("sync", "--json", "--config", config.toString()));
    words.addAll(List.of("--allow", "changed-percent=100"));
    words.addAll(List.of(options));
    return Result.of(
        dealsync.withHeap(heap).run(words.toArray(String[]::new)),
        stage.portal().counters().snapshot());
  }

  /** The official JavaScript SDK reads all deals, fifty a request. */
  Result peer(Path sdk) {
    rest();
    Command command =
        Command.of("node", sdk.resolve("read-all.mjs").toString())
            .environment("SANDBOX_WEBHOOK", stage.portal().webhookUrl().toString())
            .environment("DEALS", Long.toString(deals))
            .environment("UNLIMITED", limits.bucketSize() == 0 ? "1" : "");
    return Result.of(command.run(), stage.portal().counters().snapshot());
  }

  @Override
  public void close() {
    stage.close();
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
