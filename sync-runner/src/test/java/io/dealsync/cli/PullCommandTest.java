package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The first fill: from a portal full of deals to a mirror that has nothing to write. */
class PullCommandTest {

  private final Stage stage = Stage.open();

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  /** Deals 1 to {@code count}, each with a contact of its own and one that they share. */
  private void deals(long count) {
    stage.contacts(count + 1);
    stage
        .portal()
        .state()
        .load(
            loader -> {
              for (long deal = 1; deal <= count; deal++) {
                loader.deal(
                    deal, List.of(new LinkRow(deal + 1, 100, false), new LinkRow(1, 200, true)));
              }
            });
  }

  private Spoken run(int code, String... arguments) {
    return stage.run(code, arguments);
  }

  private JsonNode json(int code, String... arguments) {
    return run(code, arguments).json();
  }

  /** The portal has no limits here, so that nothing needs to be waited for. */
  private String unpaced() {
    try {
      return Files.writeString(
              stage.home().resolve("unpaced.yaml"),
              "portals: {main: {limits: {burst: 100000, per-second: 100000}}}")
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String value(String query) {
    return stage.value(query);
  }

  @Test
  void everything_comes_in_and_a_sync_then_writes_nothing() {
    deals(120);
    stage.portal().state().putDeal(500, "");
    stage.portal().state().putDeal(700, "3/5/Y 2/5/N");

    JsonNode pull = json(ExitCode.OK, "pull", "--json");

    assertThat(pull.get("outcome").asString()).isEqualTo("complete");
    assertThat(pull.get("added").asInt()).isEqualTo(122);
    assertThat(pull.get("links").asInt()).isEqualTo(242);
    assertThat(pull.get("writes").asInt()).isZero();
    assertThat(value("SELECT count(*) FROM dealsync.edited_deal")).isEqualTo("0");
    assertThat(
            stage.query(
                "SELECT contact_id || '/' || sort || '/' || is_primary FROM dealsync.deal_contact"
                    + " WHERE deal_id = 700 ORDER BY 1"))
        .containsExactly("2/5/false", "3/5/true");
    JsonNode sync = json(ExitCode.OK, "sync", "--json");
    assertThat(sync.get("writes").asInt()).isZero();
    assertThat(sync.get("in_sync").asInt()).isEqualTo(122);
    assertThat(run(ExitCode.OK, "runs").out()).containsPattern("pull +complete +122");
    assertThat(run(ExitCode.OK, "show", pull.get("run").asString()).out())
        .contains("122 managed, 122 in sync");
  }

  @Test
  void listing_takes_a_request_for_2500_ids_and_reading_one_for_50_deals() {
    deals(5000);
    stage.portal().counters().reset();
    JsonNode pull = json(ExitCode.OK, "pull", "--json", "--config", unpaced());
    long highestIdAndHandshake = 1;
    assertThat(pull.get("requests").asLong())
        .isEqualTo(highestIdAndHandshake + 2 + 100)
        .isEqualTo(stage.portal().counters().snapshot().requests());
  }

  @Test
  void how_long_it_takes_at_most_is_said_before() {
    stage.portal().state().putDeal(500_000, "");
    Spoken pull = run(ExitCode.OK, "pull", "--json");
    assertThat(pull.err())
        .contains("Up to 500,000 deals to read: up to 10,000 requests")
        .contains("1 h 22 min");
    assertThat(pull.json().get("added").asInt()).isOne();
  }

  @Test
  void local_edits_are_kept_and_listed_until_they_are_overwritten() {
    deals(3);
    run(ExitCode.OK, "pull");
    stage.sql("DELETE FROM dealsync.deal_contact WHERE deal_id = 2 AND contact_id = 1");

    Spoken kept = run(ExitCode.INCOMPLETE, "pull");
    assertThat(kept.out())
        .containsPattern("kept: edited, paused or add_only +1")
        .contains("the portal does not have");
    assertThat(value("SELECT count(*) FROM dealsync.deal_contact WHERE deal_id = 2"))
        .isEqualTo("1");
    assertThat(value("SELECT count(*) FROM dealsync.edited_deal")).isEqualTo("1");

    assertThat(run(ExitCode.OK, "pull", "--overwrite").out()).containsPattern("refreshed +1");
    assertThat(value("SELECT count(*) FROM dealsync.deal_contact WHERE deal_id = 2"))
        .isEqualTo("2");
    assertThat(json(ExitCode.OK, "sync", "--json").get("writes").asInt()).isZero();
  }

  @Test
  void a_pull_from_an_emptied_portal_damages_the_mirror_only_where_a_person_says_so() {
    deals(120);
    run(ExitCode.OK, "pull");
    String agreed = mirrorAndBase();
    for (long deal = 1; deal <= 120; deal++) {
      stage.portal().state().putDeal(deal, "");
    }
    stage.portal().state().putDeal(500, "3/5/Y");
    assertThat(run(ExitCode.REFUSED, "sync").out()).contains("the portal answers \"no links\"");

    Spoken second = run(ExitCode.INCOMPLETE, "pull");
    assertThat(second.out())
        .containsPattern("taken in +1")
        .containsPattern("differ, kept as they were +120")
        .contains("It was changed on the portal: wanted 3 1*, the portal has none")
        .contains("dealsync pull --overwrite");
    assertThat(mirrorAndBase()).isEqualTo(agreed);
    JsonNode told = json(ExitCode.INCOMPLETE, "pull", "--json");
    assertThat(told.get("differing").asInt()).isEqualTo(120);
    assertThat(told.get("refreshed").asInt()).isZero();
    assertThat(told.get("items").size()).isEqualTo(120);
    assertThat(run(ExitCode.OK, "explain", "7").out()).contains("It was changed on the portal");
    assertThat(run(ExitCode.OK, "runs").out()).containsPattern("pull +incomplete +121");

    Spoken refused = run(ExitCode.REFUSED, "pull", "--overwrite");
    assertThat(refused.out())
        .contains("Refused by the guard; no managed deal was changed")
        .contains("--allow changed-percent=100")
        .contains("--allow emptied-percent=100");
    assertThat(mirrorAndBase()).isEqualTo(agreed);
    JsonNode why = json(ExitCode.REFUSED, "pull", "--overwrite", "--json");
    assertThat(why.get("outcome").asString()).isEqualTo("refused");
    assertThat(why.get("refusals").size()).isEqualTo(2);

    JsonNode done =
        json(
            ExitCode.OK,
            "pull",
            "--overwrite",
            "--json",
            "--allow",
            "changed-percent=100",
            "--allow",
            "emptied-percent=100");
    assertThat(done.get("refreshed").asInt()).isEqualTo(120);
    String run = done.get("run").asString();
    assertThat(value("SELECT count(*) FROM dealsync.deal_contact")).isEqualTo("1");
    assertThat(
            stage.query(
                "SELECT action || ' ' || status || ' ' || base_before FROM dealsync.change WHERE"
                    + " deal_id = 7 AND run_id = "
                    + run))
        .containsExactly(
            "adopt verified [{\"sort\": 100, \"contact\": 8, \"primary\": false}, {\"sort\": 200,"
                + " \"contact\": 1, \"primary\": true}]");
    assertThat(
            value("SELECT allowances->>'emptied-percent' FROM dealsync.run WHERE run_id = " + run))
        .isEqualTo("100");
    assertThat(run(ExitCode.OK, "explain", "7").out()).contains("mirror adopts: unlink all: 8 1");

    run(ExitCode.OK, "undo", run, "--allow", "changed-percent=100");
    assertThat(mirrorAndBase()).isEqualTo(agreed);
    assertThat(value("SELECT count(*) FROM dealsync.edited_deal")).isEqualTo("0");
    assertThat(stage.portal().state().linksText(7)).isEmpty();
    run(ExitCode.REFUSED, "sync");
  }

  /** What deals 1 to 120 want, and what both sides agreed on about them. */
  private String mirrorAndBase() {
    return value(
        """
        SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
          SELECT format('%s wants %s/%s/%s', deal_id, contact_id, sort, is_primary) FROM dealsync.deal_contact WHERE deal_id <= 120
          UNION ALL
          SELECT format('%s has %s %s %s', deal_id, contacts, sorts, primaries) FROM dealsync.base_deal WHERE deal_id <= 120
        ) AS row (line)\
        """);
  }

  @Test
  void undo_of_a_first_fill_lets_go_of_what_it_took_in() {
    deals(30);
    Spoken pull = run(ExitCode.OK, "pull");
    assertThat(pull.out()).contains("To take it back: dealsync undo 1").doesNotContain("manage");
    stage.sql("DELETE FROM dealsync.deal_contact WHERE deal_id = 2 AND contact_id = 1");

    run(ExitCode.INCOMPLETE, "undo", "1", "--allow", "changed-percent=100");

    assertThat(stage.query("SELECT deal_id FROM dealsync.deal")).containsExactly("2");
    assertThat(value("SELECT count(*) FROM dealsync.deal_contact")).isEqualTo("1");
    assertThat(stage.portal().state().linksText(7)).isNotEmpty();
    JsonNode again = json(ExitCode.INCOMPLETE, "pull", "--json");
    assertThat(again.get("added").asInt()).isEqualTo(29);
    assertThat(again.get("items").size()).isOne();
  }

  @Test
  void a_refused_pull_is_carried_out_by_the_command_that_it_names() {
    deals(30);
    run(ExitCode.OK, "pull");
    for (long deal = 1; deal <= 30; deal++) {
      stage.portal().state().putDeal(deal, "");
    }
    JsonNode refused = json(ExitCode.REFUSED, "pull", "--overwrite", "--json");
    String[] words = refused.get("override").asString().split(" ");
    run(ExitCode.OK, Arrays.copyOfRange(words, 1, words.length));
    assertThat(value("SELECT count(*) FROM dealsync.deal_contact")).isEqualTo("0");
    assertThat(json(ExitCode.OK, "sync", "--json").get("writes").asInt()).isZero();
  }

  @Test
  void links_of_a_deal_that_is_not_managed_are_not_swept_away() {
    deals(3);
    stage.sql("ALTER TABLE dealsync.deal_contact DISABLE TRIGGER USER");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (2, 4)");
    stage.sql("ALTER TABLE dealsync.deal_contact ENABLE TRIGGER USER");
    assertThat(run(ExitCode.INCOMPLETE, "pull").out()).contains("It has links here already");
    assertThat(stage.query("SELECT contact_id FROM dealsync.deal_contact WHERE deal_id = 2"))
        .containsExactly("4");
  }

  @Test
  void a_pull_that_is_stopped_goes_on_where_it_has_stopped() {
    deals(3000);
    Spoken first =
        stage.cli().stoppedBy(this::hasOnePage).run("pull", "--json", "--config", unpaced());
    assertThat(first.code()).as(first.all()).isEqualTo(ExitCode.AGAIN);
    assertThat(first.json().get("reached").asInt()).isEqualTo(2500);
    assertThat(value("SELECT count(*) FROM dealsync.deal")).isEqualTo("2500");

    Spoken second = run(ExitCode.OK, "pull", "--config", unpaced());
    assertThat(second.out()).contains("Going on after deal 2500").contains("500 deals read");
    assertThat(value("SELECT count(*) FROM dealsync.deal_contact")).isEqualTo("6000");
    assertThat(json(ExitCode.OK, "sync", "--json", "--config", unpaced()).get("writes").asInt())
        .isZero();
  }

  private boolean hasOnePage() {
    return value("SELECT count(*) FROM dealsync.deal").equals("2500");
  }

  @Test
  void a_pull_whose_database_session_was_killed_goes_on_where_it_was() {
    deals(3000);
    AtomicBoolean struck = new AtomicBoolean();
    Spoken killed =
        stage
            .cli()
            .stoppedBy(
                () -> {
                  if (hasOnePage() && struck.compareAndSet(false, true)) {
                    stage.sql("SELECT pg_terminate_backend(backend_pid) FROM dealsync.run_lock");
                  }
                  return false;
                })
            .run("pull", "--config", unpaced());
    assertThat(killed.code()).as(killed.all()).isEqualTo(ExitCode.AGAIN);
    assertThat(value("SELECT count(*) FROM dealsync.deal")).isEqualTo("2500");

    assertThat(run(ExitCode.OK, "pull", "--config", unpaced()).out())
        .contains("Going on after deal 2500");
    assertThat(stage.query("SELECT state FROM dealsync.run ORDER BY run_id"))
        .containsExactly("interrupted", "done");
    assertThat(json(ExitCode.OK, "sync", "--json", "--config", unpaced()).get("writes").asInt())
        .isZero();
  }

  @Test
  void deals_can_be_named_or_filtered() throws IOException {
    deals(10);
    Path file = Files.writeString(stage.home().resolve("ids.txt"), "\uFEFF3\n\n 4 \n99\n");
    assertThat(run(ExitCode.INCOMPLETE, "pull", "--deals-from", file.toString()).out())
        .contains("99")
        .contains("does not list it");
    assertThat(stage.query("SELECT deal_id FROM dealsync.deal ORDER BY 1"))
        .containsExactly("3", "4");
    assertThat(json(ExitCode.OK, "pull", "--deal", "5", "--json").get("added").asInt()).isOne();
    assertThat(json(ExitCode.OK, "pull", "--filter", "categoryId=7", "--json").get("read").asInt())
        .isZero();
    assertThat(
            json(
                    ExitCode.OK,
                    "pull",
                    "--filter",
                    "@stageId=NEW,WON",
                    "--filter",
                    ">=createdTime=2020-01-01T00:00:00Z",
                    "--json")
                .get("added")
                .asInt())
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--filter nonsense            | --filter takes FIELD=VALUE",
        "--filter >id=3               | use --deal or --deals-from",
        "--filter unheardOf=3         | does not list the deals",
        "--deal -3                    | positive",
        "--deal 3 --filter title=x    | not both",
        "--deals-from no-such-file    | cannot be read",
      })
  void bad_input_is_explained_and_changes_nothing(String arguments, String message) {
    deals(3);
    Spoken spoken = stage.run(("pull " + arguments).split(" "));
    assertThat(spoken.code()).as(spoken.all()).isEqualTo(ExitCode.USAGE);
    assertThat(spoken.err()).contains(message);
    assertThat(value("SELECT count(*) FROM dealsync.deal")).isEqualTo("0");
  }

  @Test
  void a_bad_line_in_a_list_of_ids_is_named() throws IOException {
    Path file = Files.writeString(stage.home().resolve("ids.txt"), "3\n4\nfive\n");
    assertThat(run(ExitCode.USAGE, "pull", "--deals-from", file.toString()).err())
        .contains("line 3: 'five' is not a deal's id");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(run(ExitCode.USAGE, "pull", "--deals-from", file.toString()).err())
        .contains("not a text file");
    Files.writeString(file, "\n");
    assertThat(run(ExitCode.USAGE, "pull", "--deals-from", file.toString()).err())
        .contains("no deal ids");
  }
}
