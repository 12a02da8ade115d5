package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.sandbox.crm.Card;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job as its users do it: command by command, with SQL and people's edits in between. */
class MainPathTest {

  private Stage stage = Stage.open();

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private Spoken run(int code, String... arguments) {
    return stage.run(code, arguments);
  }

  private JsonNode json(int code, String... arguments) {
    Spoken spoken = run(code, arguments);
    assertThat(spoken.err()).isEmpty();
    return spoken.json();
  }

  private static String field(JsonNode document, String name) {
    JsonNode value = document.get(name);
    assertThat(value).as(name).isNotNull();
    return value.asString();
  }

  private static void numbers(JsonNode document, String... expected) {
    for (String pair : expected) {
      String[] parts = pair.split("=");
      assertThat(field(document, parts[0])).as(parts[0]).isEqualTo(parts[1]);
    }
  }

  private static List<String> items(JsonNode document, String... fields) {
    return document
        .get("items")
        .valueStream()
        .map(item -> String.join(" ", List.of(fields).stream().map(f -> field(item, f)).toList()))
        .toList();
  }

  @Test
  void an_empty_database_becomes_a_mirror_and_the_portal_equal_to_it() {
    try (Stage fresh = Stage.unprepared()) {
      stage.close();
      stage = fresh;
      stage.contacts(100);
      stage.portal().state().putDeal(1, "55/10/Y 54/20/N");
      stage.portal().state().putDeal(2, "60/10/Y");

      JsonNode init = json(ExitCode.OK, "init", "--no-file", "--json");
      numbers(init, "schema_before=0", "schema=" + io.dealsync.db.Migrations.NEEDED);
      assertThat(json(ExitCode.OK, "check", "--json").get("ok").asBoolean()).isTrue();
      assertThat(run(ExitCode.OK, "sync").out()).contains("No deal is managed yet");

      stage.sql(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 55), (1, 54), (1,"
              + " 56)",
          "INSERT INTO dealsync.deal (deal_id) VALUES (2)");

      JsonNode plan = json(ExitCode.PENDING, "plan", "--json");
      numbers(
          plan,
          "portal=main",
          "command=plan",
          "outcome=pending",
          "deals=2",
          "in_sync=0",
          "changes=2",
          "pushed=0",
          "verified=0",
          "held=0",
          "failed=0",
          "rejected=0",
          "writes=0");
      assertThat(items(plan, "deal", "action", "method", "status"))
          .containsExactly(
              "1 link crm.deal.contact.items.set planned",
              "2 clear crm.deal.contact.items.delete planned");
      assertThat(plan.get("requests").asLong()).isPositive();
      assertThat(plan.get("duration_ms").isNumber()).isTrue();

      JsonNode applied = json(ExitCode.OK, "apply", field(plan, "run"), "--json");
      numbers(
          applied,
          "run=" + field(plan, "run"),
          "command=apply",
          "outcome=in_sync",
          "pushed=2",
          "verified=2",
          "writes=2");
      assertThat(stage.portal().state().linksText(1)).isEqualTo("54/10/Y 55/20/N 56/30/N");
      assertThat(stage.portal().state().linksText(2)).isEmpty();

      numbers(json(ExitCode.OK, "sync", "--json"), "in_sync=2", "changes=0", "writes=0");
      assertThat(run(ExitCode.OK, "init", "--no-file").out()).contains("up to date");
    }
  }

  @Test
  void every_kind_of_difference_is_converged_and_a_second_run_writes_nothing() {
    stage.equalDeals(30);
    run(ExitCode.OK, "sync");
    var people = stage.portal().state().asThirdParty();
    people.unlink(1, 2);
    people.link(2, 70, false);
    people.setLinks(3, "5/10/N 6/20/Y");
    people.setLinks(4, "8/10/N 7/20/Y");
    people.setLinks(5, "");
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (6, 69, 30)",
        "DELETE FROM dealsync.deal_contact WHERE deal_id = 7",
        "UPDATE dealsync.deal_contact SET contact_id = 68 WHERE deal_id = 8 AND is_primary",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 9",
        "DELETE FROM dealsync.deal_contact WHERE deal_id = 9",
        "DELETE FROM dealsync.deal WHERE deal_id = 10");

    JsonNode sync = json(ExitCode.OK, "sync", "--json");

    numbers(
        sync,
        "deals=29",
        "in_sync=20",
        "changes=8",
        "verified=8",
        "held=0",
        "failed=0",
        "writes=8");
    assertThat(items(sync, "deal", "action", "status"))
        .containsExactly(
            "1 link verified",
            "2 unlink verified",
            "3 promote verified",
            "4 reorder verified",
            "5 fill verified",
            "6 link verified",
            "7 clear verified",
            "8 replace verified");
    assertThat(stage.portal().state().linksText(9)).isEqualTo("17/10/Y 18/20/N");
    assertThat(stage.portal().state().linksText(10)).isEqualTo("19/10/Y 20/20/N");
    long writes = stage.portal().counters().snapshot().writes();

    numbers(json(ExitCode.OK, "sync", "--json"), "changes=0", "writes=0");
    assertThat(run(ExitCode.OK, "sync").out())
        .contains("29 deals, 28 in sync, 0 to change, 1 paused")
        .contains("Portal and mirror are equal, nothing was written");
    assertThat(stage.portal().counters().snapshot().writes()).isEqualTo(writes);
  }

  @Test
  void planning_twice_stores_the_same_rows_byte_for_byte() {
    stage.equalDeals(30);
    run(ExitCode.OK, "sync");
    var people = stage.portal().state().asThirdParty();
    people.unlink(1, 2);
    people.setLinks(2, "3/10/Y 4/20/Y");
    people.setLinks(3, "6/7/Y 5/8/N");
    stage.portal().state().removeDeal(4);
    stage.sql(
        "UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id IN (1, 5)",
        "UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = 6",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (5, 60), (6, 60), (7,"
            + " 999999)",
        "DELETE FROM dealsync.deal_contact WHERE deal_id IN (4, 8)");

    List<String> first = planned();

    assertThat(first).hasSizeGreaterThan(6);
    assertThat(planned()).isEqualTo(first);
  }

  /** The rows of a new plan, without their moments and the run's number. */
  private List<String> planned() {
    String run = field(json(ExitCode.PENDING, "plan", "--json"), "run");
    return stage.query(
        """
        SELECT (to_jsonb(c) - 'run_id' - 'planned_at' - 'observed_at' - 'settled_at')::text
        FROM dealsync.change AS c WHERE run_id = %s ORDER BY deal_id
        """
            .formatted(run));
  }

  @Test
  void a_deal_that_is_gone_is_held_and_the_others_go_on() {
    stage.equalDeals(3);
    run(ExitCode.OK, "sync");
    stage.portal().state().removeDeal(2);
    stage.sql("DELETE FROM dealsync.deal_contact WHERE contact_id = 2");

    JsonNode sync = json(ExitCode.INCOMPLETE, "sync", "--json");

    numbers(sync, "outcome=incomplete", "held=1", "verified=1", "failed=0");
    assertThat(items(sync, "deal", "status")).containsExactly("1 verified", "2 held");
    assertThat(run(ExitCode.OK, "status").out()).contains("Held: 1", "The deal does not exist");
    assertThat(run(ExitCode.OK, "explain", "2").out()).contains("Held since", "does not exist");
    assertThat(run(ExitCode.INCOMPLETE, "plan").out()).contains("1 held");
  }

  @Test
  void a_template_for_recurring_deals_is_held_and_never_written_to() {
    stage.equalDeals(3);
    run(ExitCode.OK, "sync");
    stage.portal().state().describeDeal(2, Card.titled("Every month").asTemplate());
    stage.portal().state().describeDeal(3, Card.titled("Every month").asTemplate());
    stage.portal().state().asThirdParty().setLinks(3, "");
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (1, 6, 30), (2, 6,"
            + " 30)");

    JsonNode sync = json(ExitCode.INCOMPLETE, "sync", "--json");

    assertThat(items(sync, "deal", "status", "reason"))
        .satisfiesExactly(
            change -> assertThat(change).startsWith("1 verified"),
            template -> assertThat(template).startsWith("2 held").contains("recurring"),
            empty -> assertThat(empty).startsWith("3 held").contains("recurring"));
    assertThat(stage.portal().state().linksText(2)).isEqualTo("3/10/Y 4/20/N");
    assertThat(stage.portal().state().linksText(3)).isEmpty();
    assertThat(run(ExitCode.OK, "explain", "2").out())
        .contains("recurring deals", "dealsync ack 2");
  }

  @Test
  void a_contact_that_does_not_exist_is_never_linked() {
    stage.equalDeals(3);
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 999999)");

    JsonNode sync = json(ExitCode.INCOMPLETE, "sync", "--json");

    assertThat(items(sync, "deal", "status", "reason"))
        .singleElement()
        .asString()
        .startsWith("1 held")
        .contains("999999");
    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 2/20/N");
  }

  @Test
  void rows_that_a_person_takes_out_of_the_plan_are_not_applied() {
    stage.equalDeals(4).sql("DELETE FROM dealsync.deal_contact WHERE contact_id IN (2, 4, 6)");
    String run = field(json(ExitCode.PENDING, "plan", "--json"), "run");
    stage.sql(
        "UPDATE dealsync.change SET verdict = 'skip' WHERE run_id = %s AND deal_id = 2"
            .formatted(run));

    Spoken applied = run(ExitCode.OK, "apply", run);

    assertThat(applied.out())
        .contains("2 to change", "1 left out", "2 changes written and verified")
        .doesNotContain("Portal and mirror are equal");
    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y");
    assertThat(stage.portal().state().linksText(2)).isEqualTo("3/10/Y 4/20/N");
    assertThat(stage.portal().state().linksText(3)).isEqualTo("5/10/Y");
    assertThat(
            stage.query(
                "SELECT status FROM dealsync.change WHERE run_id = %s ORDER BY deal_id"
                    .formatted(run)))
        .containsExactly("verified", "skipped", "verified");
  }

  @Test
  void a_stored_plan_is_decided_anew_where_the_portal_has_moved() {
    stage.equalDeals(4).sql("DELETE FROM dealsync.deal_contact WHERE contact_id IN (2, 4)");
    String run = field(json(ExitCode.PENDING, "plan", "--json"), "run");
    stage.sql("UPDATE dealsync.change SET observed_at = observed_at - interval '1 hour'");
    var people = stage.portal().state().asThirdParty();
    people.link(1, 9, false);
    people.unlink(2, 4);

    JsonNode applied = json(ExitCode.OK, "apply", run, "--json");

    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y");
    assertThat(stage.portal().state().linksText(2)).isEqualTo("3/10/Y");
    numbers(applied, "pushed=1", "verified=1", "writes=1");
    assertThat(items(applied, "deal", "reason", "status"))
        .contains("1 unlink 2 9 verified")
        .anyMatch(line -> line.startsWith("2 ") && line.endsWith("skipped"));
    assertThat(run(ExitCode.OK, "apply", "--help").out()).contains("decided again");
  }

  @Test
  void an_edit_made_after_planning_is_left_for_the_next_run() {
    stage.equalDeals(4).sql("DELETE FROM dealsync.deal_contact WHERE contact_id = 2");
    String run = field(json(ExitCode.PENDING, "plan", "--json"), "run");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 9)");

    assertThat(run(ExitCode.INCOMPLETE, "apply", run).out())
        .contains("the mirror was edited since the plan", "Nothing was written", "0 writes")
        .doesNotContain("equal");

    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 2/20/N");
    numbers(json(ExitCode.OK, "sync", "--json"), "changes=1", "writes=1");
    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 9/20/N");
  }

  @Test
  void the_guard_refuses_with_its_arithmetic_and_the_exact_way_out() {
    stage.equalDeals(30);
    run(ExitCode.OK, "sync");
    stage.sql(
        "DELETE FROM dealsync.deal_contact WHERE deal_id <= 12 AND contact_id % 2 = 0;"
            + " DELETE FROM dealsync.deal_contact WHERE deal_id BETWEEN 5 AND 10");
    long writes = stage.portal().counters().snapshot().writes();

    Spoken refused = run(ExitCode.REFUSED, "sync");

    assertThat(refused.out())
        .contains("40.0 % of the managed deals would change (12 of 30), the limit is 30 %")
        .contains("20.0 % of the managed deals would lose their last contact (6 of 30)")
        .contains("The ten deals that would change most")
        .contains("dealsync apply 2 --allow changed-percent=40 --allow emptied-percent=20")
        .contains("Nothing was written");
    List<String> listed =
        refused
            .out()
            .lines()
            .filter(line -> line.contains("  planned  "))
            .map(String::strip)
            .toList();
    assertThat(listed).hasSize(10);
    assertThat(listed.subList(0, 6)).allMatch(line -> line.contains("clear"));
    assertThat(stage.portal().counters().snapshot().writes()).isEqualTo(writes);

    JsonNode document = json(ExitCode.REFUSED, "sync", "--json");
    numbers(document, "outcome=refused", "changes=12", "pushed=0", "writes=0");
    assertThat(document.get("refusals").valueStream().map(each -> field(each, "allow")))
        .containsExactly("changed-percent=40", "emptied-percent=20");
    assertThat(field(document, "override"))
        .isEqualTo("dealsync apply 3 --allow changed-percent=40 --allow emptied-percent=20");

    Spoken half = run(ExitCode.REFUSED, "apply", "2", "--allow", "changed-percent=40");
    assertThat(half.out())
        .contains("dealsync apply 2 --allow changed-percent=40 --allow emptied-percent=20");
    String[] wayOut = field(document, "override").split(" ");
    JsonNode applied =
        json(
            ExitCode.OK,
            java.util.stream.Stream.concat(
                    java.util.Arrays.stream(wayOut).skip(1), java.util.stream.Stream.of("--json"))
                .toArray(String[]::new));
    numbers(applied, "run=3", "outcome=in_sync", "verified=12");
    assertThat(run(ExitCode.OK, "show", "3").out())
        .containsPattern(
            "Guard limits raised for it by .+@.+: changed-percent=40, emptied-percent=20");
    numbers(json(ExitCode.OK, "sync", "--json"), "changes=0", "writes=0");
  }

  @Test
  void a_refused_bulk_edit_waits_by_name_and_nobody_else_does() {
    stage.equalDeals(30);
    run(ExitCode.OK, "sync");
    stage.sql("DELETE FROM dealsync.deal_contact WHERE deal_id <= 12");
    stage.sql("DELETE FROM dealsync.deal_contact WHERE deal_id = 20 AND NOT is_primary");

    Spoken refused = run(ExitCode.REFUSED, "sync", "--edited");
    assertThat(refused.out())
        .contains("1 change written and verified")
        .contains("What was refused waits in run 2.")
        .contains("dealsync apply 2 --allow changed-percent=44 --allow emptied-percent=40");
    assertThat(run(ExitCode.OK, "status").out()).contains("Edited together with 11 other deals");
    assertThat(run(ExitCode.OK, "explain", "7").out())
        .contains("40.0 % of the managed deals would lose their last contact (12 of 30)");

    stage.sql("DELETE FROM dealsync.deal_contact WHERE deal_id = 21 AND NOT is_primary");
    numbers(
        json(ExitCode.OK, "sync", "--edited", "--json"),
        "outcome=in_sync",
        "changes=1",
        "verified=1");

    run(ExitCode.REFUSED, "apply", "2", "--allow", "changed-percent=44");
    numbers(
        json(
            ExitCode.OK,
            "apply",
            "2",
            "--allow",
            "changed-percent=44",
            "--allow",
            "emptied-percent=40",
            "--json"),
        "outcome=in_sync",
        "verified=12");
    numbers(json(ExitCode.OK, "sync", "--json"), "changes=0", "writes=0");
  }

  @Test
  void nothing_managed_any_more_is_refused_and_never_in_sync() {
    stage.equalDeals(30);
    run(ExitCode.OK, "sync");
    stage.sql("TRUNCATE dealsync.deal");
    for (String command : List.of("sync", "plan")) {
      assertThat(run(ExitCode.REFUSED, command).out())
          .contains("no deal is managed any more, although 30 were before")
          .doesNotContain("equal");
    }
    run(ExitCode.REFUSED, "sync", "--edited");
    run(ExitCode.OK, "sync", "--allow", "empty-desired=yes");
    run(ExitCode.OK, "sync");
  }

  @Test
  void an_empty_mirror_and_an_empty_portal_are_refused() {
    stage.equalDeals(5);
    run(ExitCode.OK, "sync");
    stage.sql("DELETE FROM dealsync.deal_contact");
    assertThat(run(ExitCode.REFUSED, "sync").out()).contains("--allow empty-desired=yes");

    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)"
            + " SELECT d, 2 * d - 1 + i, 10 + 10 * i, i = 0"
            + " FROM generate_series(1, 5) AS d, generate_series(0, 1) AS i");
    for (long deal = 1; deal <= 5; deal++) {
      stage.portal().state().asThirdParty().setLinks(deal, "");
    }
    assertThat(run(ExitCode.REFUSED, "sync").out()).contains("--allow empty-portal=yes");
  }

  @Test
  void a_reload_in_two_commits_does_not_reach_the_portal_half_way() {
    stage.equalDeals(15);
    run(ExitCode.OK, "sync");
    stage.sql("DELETE FROM dealsync.deal_contact");

    for (String part : List.of("--edited", "--deal=1")) {
      assertThat(run(ExitCode.REFUSED, "sync", part).out())
          .contains("no deal of the mirror has any contact, although both sides once agreed on 30")
          .contains("--allow empty-desired=yes");
    }
    String refused = field(json(ExitCode.REFUSED, "sync", "--edited", "--json"), "run");
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary)"
            + " SELECT d, 2 * d - 1 + i, 10 + 10 * i, i = 0"
            + " FROM generate_series(1, 15) AS d, generate_series(0, 1) AS i");
    run(ExitCode.INCOMPLETE, "apply", refused);
    numbers(json(ExitCode.OK, "sync", "--edited", "--json"), "in_sync=15", "writes=0");
  }

  @Test
  void several_deals_that_are_all_empty_on_the_portal_are_not_filled_without_a_word() {
    stage.equalDeals(5);
    run(ExitCode.OK, "sync");
    for (long deal = 1; deal <= 5; deal++) {
      stage.portal().state().asThirdParty().setLinks(deal, "");
    }
    assertThat(run(ExitCode.REFUSED, "sync", "--deal=1", "--deal=2").out())
        .contains("for all 2 deals that were looked at", "--allow empty-portal=yes");
    numbers(json(ExitCode.OK, "sync", "--deal=1", "--json"), "verified=1");
  }

  @Test
  void a_run_stopped_in_the_middle_says_so_and_the_next_one_converges() {
    stage.equalDeals(400);
    run(ExitCode.OK, "sync");
    stage.sql("DELETE FROM dealsync.deal_contact WHERE contact_id % 2 = 0");
    long before = stage.portal().counters().snapshot().writes();
    Spoken stopped =
        stage
            .cli()
            .stoppedBy(() -> stage.portal().counters().snapshot().writes() > before)
            .run("sync", "--allow", "changed-percent=100", "--json");

    assertThat(stopped.code()).as(stopped.all()).isEqualTo(ExitCode.AGAIN);
    numbers(stopped.json(), "outcome=interrupted", "changes=400");
    long pushed = stopped.json().get("pushed").asLong();
    assertThat(pushed).isBetween(1L, 399L);
    assertThat(stopped.json().get("verified").asLong()).isEqualTo(pushed);
    assertThat(run(ExitCode.OK, "runs").out()).contains("interrupted");
    assertThat(stage.query("SELECT 1 FROM dealsync.change WHERE status IN ('sent', 'unknown')"))
        .isEmpty();

    JsonNode next = json(ExitCode.OK, "sync", "--allow", "changed-percent=100", "--json");
    numbers(next, "in_sync=" + pushed, "changes=" + (400 - pushed), "writes=" + (400 - pushed));
    numbers(json(ExitCode.OK, "sync", "--json"), "writes=0");
  }

  @Test
  void a_run_stopped_before_it_wrote_anything_writes_nothing() {
    stage.equalDeals(5).sql("DELETE FROM dealsync.deal_contact WHERE contact_id = 2");
    AtomicBoolean stop = new AtomicBoolean(true);

    Spoken stopped = stage.cli().stoppedBy(stop::get).run("sync", "--json");

    assertThat(stopped.code()).isEqualTo(ExitCode.AGAIN);
    assertThat(stage.portal().counters().snapshot().writes()).isZero();
    numbers(json(ExitCode.OK, "sync", "--json"), "writes=1");
  }

  @Test
  void a_portal_of_another_name_keeps_to_itself() throws java.io.IOException {
    stage.equalDeals(3);
    stage.sql(
        "INSERT INTO dealsync.portal (portal) VALUES ('acme')",
        "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('acme', 1)");
    var file =
        java.nio.file.Files.writeString(
            stage.home().resolve("two.yaml"),
            """
            portals:
              main:
                webhook: ${DEALSYNC_WEBHOOK}
              acme:
                policy: mirror-wins
            """);

    Spoken none = stage.run("sync", "--portal", "acme", "--config", file.toString());
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("Portal acme has no webhook: set portals.acme.webhook");
    numbers(
        json(ExitCode.OK, "sync", "--config", file.toString(), "--json"), "deals=3", "writes=0");
  }
}
