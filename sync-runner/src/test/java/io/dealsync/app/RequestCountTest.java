package io.dealsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.rest.Counters;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Quirk;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * How many requests a run takes, counted at the portal. A request has fifty commands: fifty deals
 * read, or 2,500 listed, or twenty-five written and read back.
 */
class RequestCountTest {

  private static final int DEALS = 5000;

  /** Where the portal has no bucket, nothing needs to be waited for. */
  private static final String FAST = "{burst: 100000, per-second: 100000}";

  /** The handshake, and the deals by which the list proves itself: read, and listed on a page. */
  private static final int PROOF = 22;

  /** Listing all deals, fifty a command, with the proof in the same requests. */
  private static final long LISTING = up(DEALS / 50 + PROOF, 50);

  private static long up(long amount, long unit) {
    return (amount + unit - 1) / unit;
  }

  /** A run and what the portal counted meanwhile. */
  private record Run(JsonNode document, Counters.Snapshot counted) {

    long requests() {
      return counted.requests();
    }

    long number(String field) {
      return document.get(field).asLong();
    }
  }

  private static Run sync(Stage stage, int code, String... more) {
    stage.portal().counters().reset();
    Spoken spoken =
        stage.run(
            Stream.concat(
                    Stream.of(
                        "sync",
                        "--json",
                        "--config",
                        stage.home().resolve("counted.yaml").toString()),
                    Stream.of(more))
                .toArray(String[]::new));
    assertThat(spoken.code()).as(spoken.err()).isEqualTo(code);
    Run run = new Run(spoken.json(), stage.portal().counters().snapshot());
    assertThat(run.counted().rateLimited()).as("503s").isZero();
    assertThat(run.number("requests")).as("as counted").isEqualTo(run.requests());
    assertThat(run.number("rejected")).isZero();
    assertThat(run.number("least_requests")).isBetween(1L, run.requests());
    assertThat(run.number("writes")).isEqualTo(run.counted().writes());
    return run;
  }

  /** On a slow machine observations would grow old on the way and be read again. */
  private static Path config(Stage stage, SandboxOptions options) {
    String limits = options.limits().bucketSize() == 0 ? FAST : "{}";
    return write(
        stage.home().resolve("counted.yaml"),
        "portals: {main: {recheck-after: 1d, limits: %s}}".formatted(limits));
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deals that agree on both sides and were seen to by a run. */
  private static Stage agreed(long deals, SandboxOptions options) {
    Stage stage = Stage.open(options).equalDeals(deals);
    Spoken first = stage.run("sync", "--json", "--config", config(stage, options).toString());
    assertThat(first.code()).as(first.all()).isZero();
    return stage;
  }

  /** Someone takes the second contact from every n-th deal. */
  private static long drift(Stage stage, long deals, int everyNth) {
    long drifted = 0;
    for (long deal = everyNth; deal <= deals; deal += everyNth) {
      stage.portal().state().asThirdParty().unlink(deal, 2 * deal);
      drifted++;
    }
    return drifted;
  }

  /** At most five in a hundred more than the least possible number. */
  private static void isNearlyTheLeast(Run run) {
    assertThat((double) run.requests()).isLessThanOrEqualTo(1.05 * run.number("least_requests"));
  }

  private static void isConverged(Stage stage, long deals) {
    for (long deal = 1; deal <= deals; deal++) {
      assertThat(stage.portal().state().linksText(deal))
          .isEqualTo("%d/10/Y %d/20/N".formatted(2 * deal - 1, 2 * deal));
    }
  }

  @Test
  void a_thousand_deals_with_one_percent_drift_within_the_real_limits() {
    long deals = 1000;
    try (Stage stage = agreed(deals, SandboxOptions.defaults().withLimits(Limits.standardPlan()))) {
      long drift = drift(stage, deals, 100);

      Run run = sync(stage, 0);

      assertThat(run.number("verified")).isEqualTo(drift);
      isNearlyTheLeast(run);
      isConverged(stage, deals);
      assertThat(sync(stage, 0).number("writes")).isZero();
    }
  }

  @Test
  void nothing_changed() {
    try (Stage stage = agreed(DEALS, SandboxOptions.defaults())) {
      Run run = sync(stage, 0);

      assertThat(run.number("in_sync")).isEqualTo(DEALS);
      assertThat(run.requests()).isLessThanOrEqualTo(LISTING);
      isNearlyTheLeast(run);
    }
  }

  @Test
  void one_percent_drift() {
    try (Stage stage = agreed(DEALS, SandboxOptions.defaults())) {
      long drift = drift(stage, DEALS, 100);

      Run run = sync(stage, 0);

      assertThat(run.number("verified")).isEqualTo(drift);
      long contacts = 1;
      assertThat(run.requests())
          .isLessThanOrEqualTo(up(DEALS / 50 + PROOF + drift + contacts, 50) + up(drift, 25));
      isNearlyTheLeast(run);
      isConverged(stage, DEALS);
    }
  }

  /** One lists all of them, one reads what is suspicious, one writes. */
  @Test
  void as_many_deals_as_a_request_lists_take_three_requests() {
    long deals = 2400;
    try (Stage stage = agreed(deals, SandboxOptions.defaults())) {
      long drift = drift(stage, deals, 100);

      Run run = sync(stage, 0);

      assertThat(run.number("verified")).isEqualTo(drift);
      assertThat(run.requests()).isEqualTo(3);
      isConverged(stage, deals);
    }
  }

  @Test
  void an_edit_takes_a_request_to_see_and_one_to_write() {
    try (Stage stage = agreed(100, SandboxOptions.defaults())) {
      stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 3)");

      Run run = sync(stage, 0, "--edited");

      assertThat(run.number("verified")).isEqualTo(1);
      assertThat(run.requests()).isEqualTo(2);
    }
  }

  @Test
  void an_edit_costs_the_same_beside_two_thousand_held_ones() {
    int held = 2000;
    try (Stage stage = agreed(100, SandboxOptions.defaults())) {
      stage.sql(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT 1000 + n, 1 FROM generate_series(1, %d) AS n"
              .formatted(held));
      assertThat(sync(stage, 5, "--edited").number("held")).isEqualTo(held);
      stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 3)");

      Run run = sync(stage, 0, "--edited");

      assertThat(run.number("verified")).isEqualTo(1);
      assertThat(run.number("held")).isEqualTo(held);
      assertThat(run.requests()).isEqualTo(2);
      assertThat(
              stage.value(
                  "SELECT count(*) FROM dealsync.change WHERE run_id = " + run.number("run")))
          .isEqualTo("1");
      assertThat(sync(stage, 0, "--edited").requests()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void everything_changed() {
    long deals = DEALS / 2;
    try (Stage stage = agreed(deals, SandboxOptions.defaults())) {
      drift(stage, deals, 1);

      Run run = sync(stage, 0, "--allow", "changed-percent=100");

      assertThat(run.number("verified")).isEqualTo(deals);
      long contacts = up(deals, 50);
      assertThat(run.requests())
          .isLessThanOrEqualTo(LISTING + up(deals + contacts, 50) + up(deals, 25));
      isNearlyTheLeast(run);
      isConverged(stage, deals);
    }
  }

  /** The portal's page of fifty deals without links could as well be one that was cut off. */
  @ParameterizedTest
  @ValueSource(longs = {60, 100, 1000, DEALS / 2})
  void a_first_migration_to_deals_without_links(long deals) {
    try (Stage stage = Stage.open(SandboxOptions.defaults()).equalDeals(deals)) {
      config(stage, SandboxOptions.defaults());
      drift(stage, deals, 1);
      for (long deal = 1; deal <= deals; deal++) {
        stage.portal().state().asThirdParty().unlink(deal, 2 * deal - 1);
      }

      Run run = sync(stage, 0, "--allow", "changed-percent=100");

      assertThat(run.number("verified")).isEqualTo(deals);
      isNearlyTheLeast(run);
      isConverged(stage, deals);
    }
  }

  /** Deals without links on both sides, as many as there are. */
  private static Stage empty(long deals) {
    Stage stage = Stage.open(SandboxOptions.defaults()).equalDeals(deals);
    config(stage, SandboxOptions.defaults());
    for (long deal = 1; deal <= deals; deal++) {
      stage.portal().state().asThirdParty().unlink(deal, 2 * deal);
      stage.portal().state().asThirdParty().unlink(deal, 2 * deal - 1);
    }
    return stage;
  }

  /** A reading before each call, two a deal; the list is read before and after. */
  @Test
  void filling_deals_with_three_contacts_each() {
    try (Stage stage = empty(DEALS)) {
      stage.sql(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal_id, deal_id % 1000 +"
              + " 1 FROM dealsync.deal WHERE deal_id > 1000");

      Run run = sync(stage, 0, "--allow", "changed-percent=100");

      assertThat(run.number("verified")).isEqualTo(DEALS);
      assertThat(run.requests()).isLessThanOrEqualTo(215);
      isNearlyTheLeast(run);
      assertThat(stage.portal().state().linksText(DEALS))
          .isEqualTo("%d/10/Y %d/20/N 1/30/N".formatted(2 * DEALS - 1, 2 * DEALS));
    }
  }

  @Test
  void filling_deals_with_one_contact_each() {
    try (Stage stage = empty(DEALS)) {
      stage.sql("DELETE FROM dealsync.deal_contact WHERE contact_id % 2 = 0");

      Run run = sync(stage, 0, "--allow", "changed-percent=100");

      assertThat(run.number("verified")).isEqualTo(DEALS);
      assertThat(run.requests()).isLessThanOrEqualTo(115);
      isNearlyTheLeast(run);
      assertThat(stage.portal().state().linksText(DEALS)).isEqualTo(2 * DEALS - 1 + "/10/Y");
    }
  }

  @Test
  void replacing_a_contact_on_every_deal() {
    try (Stage stage = agreed(DEALS, SandboxOptions.defaults())) {
      stage.sql(
          "UPDATE dealsync.deal_contact SET contact_id = contact_id % 1000 + 1 WHERE deal_id > 1000"
              + " AND contact_id % 2 = 0",
          "UPDATE dealsync.deal_contact SET contact_id = contact_id % 1000 + 3001 WHERE deal_id <="
              + " 1000 AND contact_id % 2 = 0");

      Run run =
          sync(stage, 0, "--allow", "changed-percent=100", "--allow", "removed-links=" + DEALS);

      assertThat(run.number("verified")).isEqualTo(DEALS);
      assertThat(run.requests()).isLessThanOrEqualTo(215);
      isNearlyTheLeast(run);
      assertThat(stage.portal().state().linksText(DEALS))
          .isEqualTo("%d/10/Y 1/20/N".formatted(2 * DEALS - 1));
    }
  }

  @Test
  void the_estimate_of_a_plan_is_what_applying_it_takes() {
    long deals = DEALS / 2;
    try (Stage stage = agreed(deals, SandboxOptions.defaults())) {
      drift(stage, deals, 1);
      String config = stage.home().resolve("stale.yaml").toString();
      write(Path.of(config), "portals: {main: {recheck-after: 0s, limits: " + FAST + "}}");
      Spoken plan =
          stage.run("plan", "--json", "--config", config, "--allow", "changed-percent=100");
      long estimated = plan.json().get("estimate").get("requests").asLong();
      stage.portal().counters().reset();

      Spoken applied =
          stage.run(
              "apply",
              plan.json().get("run").asString(),
              "--json",
              "--config",
              config,
              "--allow",
              "changed-percent=100");

      assertThat(applied.code()).as(applied.all()).isZero();
      assertThat(applied.json().get("verified").asLong()).isEqualTo(deals);
      long needed = stage.portal().counters().snapshot().requests();
      assertThat(estimated / (double) needed).isBetween(0.95, 1.05);
    }
  }

  @Test
  void the_list_is_cut_off_and_so_not_believed() {
    try (Stage stage =
        agreed(DEALS, SandboxOptions.defaults().withQuirks(Quirk.ROW_LIMIT_HAZARD_ALWAYS))) {
      long drift = drift(stage, DEALS, 100);

      Run run = sync(stage, 0);

      assertThat(run.number("verified")).isEqualTo(drift);
      isConverged(stage, DEALS);
      long repeats = up(DEALS, 2500) + 1;
      assertThat(run.requests())
          .isLessThanOrEqualTo(
              LISTING + repeats + up(DEALS + drift, 50) + 1 + up(drift, 25) + up(drift, 50));
    }
  }

  @Test
  void the_row_limit_hazard_of_newer_portals_costs_nothing() {
    try (Stage stage =
        agreed(DEALS, SandboxOptions.defaults().withQuirks(Quirk.ROW_LIMIT_HAZARD))) {
      long drift = drift(stage, DEALS, 100);

      Run run = sync(stage, 0);

      assertThat(run.requests()).isLessThanOrEqualTo(LISTING + up(drift, 50) + 1 + up(drift, 25));
      isConverged(stage, DEALS);
    }
  }

  @Test
  void the_list_is_forbidden_and_every_deal_is_read() {
    try (Stage stage =
        agreed(DEALS, SandboxOptions.defaults().withQuirks(Quirk.ITEM_LIST_FORBIDDEN))) {
      long drift = drift(stage, DEALS, 100);

      Run run = sync(stage, 0);

      assertThat(run.document().get("note").asString()).contains("read one by one");
      long contacts = 2;
      assertThat(run.requests()).isLessThanOrEqualTo(1 + up(DEALS, 50) + contacts + up(drift, 25));
      isNearlyTheLeast(run);
      isConverged(stage, DEALS);
    }
  }

  @Test
  void deals_are_deleted_on_the_portal() {
    try (Stage stage = agreed(DEALS, SandboxOptions.defaults())) {
      long gone = DEALS / 100;
      for (long deal = 100; deal <= DEALS; deal += 100) {
        stage.portal().state().removeDeal(deal);
      }

      Run run = sync(stage, 5);

      assertThat(run.number("held")).isEqualTo(gone);
      assertThat(run.number("writes")).isZero();
      long existence = 2;
      assertThat(run.requests()).isLessThanOrEqualTo(LISTING + up(gone, 50) + existence);
    }
  }

  @Test
  @Tag("long")
  void twenty_thousand_deals_with_one_percent_drift_take_twenty_five_requests() {
    long deals = 20_000;
    try (Stage stage = agreed(deals, SandboxOptions.defaults().withLimits(Limits.standardPlan()))) {
      long drift = drift(stage, deals, 100);

      Run run = sync(stage, 0);

      assertThat(run.number("verified")).isEqualTo(drift);
      assertThat(run.requests()).isLessThanOrEqualTo(25);
      isNearlyTheLeast(run);
      isConverged(stage, deals);
    }
  }
}
