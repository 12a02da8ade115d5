package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.LinkRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UndoCommandTest {

  private static final int DEALS = 500;
  private static final int CONTACTS = 60;
  private static final long SEED = 4;
  private static final String[] NO_LIMITS = {
    "--allow",
    "changed-percent=100",
    "--allow",
    "emptied-percent=100",
    "--allow",
    "removed-links=100000"
  };

  @TempDir private Path folder = Path.of("");

  @RegisterExtension final TestDatabase database = TestSchema.migrated();

  private final SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults());
  private final SplittableRandom random = new SplittableRandom(SEED);
  private @Nullable Commands commands;

  @BeforeEach
  void fillBothSidesDifferently() throws SQLException {
    for (long contact = 1; contact <= CONTACTS; contact++) {
      portal.state().putContact(contact);
    }
    try (Connection connection = database.connect();
        PreparedStatement deal =
            connection.prepareStatement("INSERT INTO dealsync.deal (deal_id) VALUES (?)");
        PreparedStatement link =
            connection.prepareStatement(
                "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES"
                    + " (?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (long id = 1; id <= DEALS; id++) {
        portal.state().putDeal(id, rows());
        deal.setLong(1, id);
        deal.addBatch();
        for (LinkRow row : rows()) {
          link.setLong(1, id);
          link.setLong(2, row.contactId());
          link.setInt(3, row.sort());
          link.setBoolean(4, row.primary());
          link.addBatch();
        }
      }
      deal.executeBatch();
      link.executeBatch();
      connection.commit();
    }
  }

  /** Up to four contacts with any SORT, equal ones among them, and any of them the primary. */
  private List<LinkRow> rows() {
    int count = random.nextInt(5);
    int primary = count == 0 ? 0 : random.nextInt(count);
    List<LinkRow> rows = new ArrayList<>();
    Set<Long> used = new HashSet<>();
    while (rows.size() < count) {
      long contact = random.nextLong(1, CONTACTS + 1);
      if (used.add(contact)) {
        rows.add(new LinkRow(contact, random.nextInt(1, 50), rows.size() == primary));
      }
    }
    return rows;
  }

  @AfterEach
  void close() {
    portal.close();
  }

  /** The portal has no rate limit here, so that nothing needs to be waited for. */
  private int dealsync(String... arguments) {
    try {
      Path config =
          Files.writeString(
              folder.resolve("unlimited.yaml"),
              "portals: {main: {limits: {burst: 100000, per-second: 100000}}}");
      return commands()
          .run(
              Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                  .toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Commands commands() {
    if (commands == null) {
      commands =
          new Commands(
              database.jdbcUrl(), database.user(), database.password(), portal.webhookUrl());
    }
    return commands;
  }

  private int guarded(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(NO_LIMITS));
    all.add("--json");
    return dealsync(all.toArray(String[]::new));
  }

  private JsonNode document() {
    return JsonMapper.shared().readTree(commands().out());
  }

  private String output() {
    return commands().output();
  }

  private SortedMap<Long, String> deals() {
    SortedMap<Long, String> deals = new TreeMap<>();
    for (long deal = 1; deal <= DEALS; deal++) {
      deals.put(deal, portal.state().linksText(deal));
    }
    return deals;
  }

  @Test
  void restores_every_deal_bit_for_bit_except_those_changed_since_and_lists_these() {
    SortedMap<Long, String> before = deals();
    assertThat(guarded("sync")).as(output()).isEqualTo(ExitCode.OK);
    long run = document().get("run").asLong();
    SortedMap<Long, String> synced = deals();
    Set<Long> edited = everyHundredth(document());
    edited.forEach(deal -> portal.state().asThirdParty().setLinks(deal, "59/1/N 60/2/Y"));

    assertThat(guarded("undo", Long.toString(run))).as(output()).isEqualTo(ExitCode.INCOMPLETE);

    JsonNode undo = document();
    edited.forEach(deal -> before.put(deal, "59/1/N 60/2/Y"));
    assertThat(deals()).isEqualTo(before);
    assertThat(listed(undo, "skipped")).containsExactlyInAnyOrderElementsOf(edited);

    assertThat(guarded("undo", undo.get("run").asString())).as(output()).isEqualTo(ExitCode.OK);
    edited.forEach(deal -> synced.put(deal, "59/1/N 60/2/Y"));
    assertThat(deals()).isEqualTo(synced);
  }

  private static Set<Long> everyHundredth(JsonNode document) {
    Set<Long> deals = new HashSet<>();
    for (int i = 0; i < document.get("items").size(); i += 100) {
      deals.add(document.get("items").get(i).get("deal").asLong());
    }
    return deals;
  }

  private static Set<Long> listed(JsonNode document, String status) {
    Set<Long> deals = new HashSet<>();
    for (JsonNode item : document.get("items")) {
      if (item.get("status").asString().equals(status)) {
        assertThat(item.get("reason").asString()).startsWith("Changed since the run");
        deals.add(item.get("deal").asLong());
      }
    }
    return deals;
  }

  @Test
  void to_the_mirror_leaves_the_next_sync_nothing_to_write() {
    SortedMap<Long, String> before = deals();
    assertThat(guarded("sync")).as(output()).isEqualTo(ExitCode.OK);
    String run = document().get("run").asString();

    assertThat(guarded("undo", run, "--to-mirror")).as(output()).isEqualTo(ExitCode.OK);
    assertThat(deals()).isEqualTo(before);

    assertThat(guarded("sync")).as(output()).isEqualTo(ExitCode.OK);
    assertThat(document().get("writes").asLong()).isZero();
    assertThat(deals()).isEqualTo(before);
  }

  @Test
  void without_the_mirror_says_that_the_next_sync_does_it_again() {
    SortedMap<Long, String> before = deals();
    assertThat(guarded("sync")).as(output()).isEqualTo(ExitCode.OK);
    String run = document().get("run").asString();
    SortedMap<Long, String> synced = deals();
    List<String> undo = new ArrayList<>(List.of("undo", run));
    undo.addAll(List.of(NO_LIMITS));

    assertThat(dealsync(undo.toArray(String[]::new))).as(output()).isEqualTo(ExitCode.OK);

    assertThat(output()).contains("the next sync does it again");
    assertThat(deals()).isEqualTo(before);
    assertThat(guarded("sync")).as(output()).isEqualTo(ExitCode.OK);
    assertThat(deals()).isEqualTo(synced);
  }

  @Test
  void is_guarded_like_any_run_and_says_how_to_go_on() {
    assertThat(guarded("sync")).as(output()).isEqualTo(ExitCode.OK);
    String run = document().get("run").asString();
    SortedMap<Long, String> synced = deals();

    assertThat(dealsync("undo", run)).as(output()).isEqualTo(ExitCode.REFUSED);

    assertThat(output()).contains("--allow changed-percent=");
    assertThat(deals()).isEqualTo(synced);
  }

  @Test
  void of_an_unknown_run_is_a_usage_error() {
    assertThat(dealsync("undo", "99")).as(output()).isEqualTo(ExitCode.USAGE);
    assertThat(output()).contains("There is no run 99");
  }
}
