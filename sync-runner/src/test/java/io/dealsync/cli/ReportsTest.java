package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reports say that would be missed: the way on, what was left, and how much more there is. */
class ReportsTest {

  private static final int DEALS = 30;

  private final Stage stage = Stage.open().equalDeals(DEALS);

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private Spoken run(int code, String... arguments) {
    return stage.run(code, arguments);
  }

  private void linkEverywhere(long contact) {
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal_id, %d FROM dealsync.deal"
            .formatted(contact));
  }

  /** The run that a document is about. */
  private static String number(Spoken spoken) {
    return spoken.json().get("run").asString();
  }

  private static String found(Spoken spoken, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(spoken.out());
    assertThat(matcher.find()).as(spoken.all()).isTrue();
    return matcher.group(1);
  }

  @Test
  void a_plan_says_what_the_guard_would_refuse_and_how_to_allow_it() {
    run(ExitCode.OK, "sync");
    linkEverywhere(61);

    Spoken plan = run(ExitCode.PENDING, "plan");

    assertThat(plan.out())
        .contains("Without --allow the guard refuses it:")
        .contains("100.0 % of the managed deals would change (30 of 30), the limit is 30 %");
    String command = found(plan, "dealsync (apply \\d+ --allow changed-percent=100)");
    assertThat(run(ExitCode.REFUSED, "apply", command.split(" ")[1]).out()).contains("Refused");
    assertThat(run(ExitCode.OK, "show", command.split(" ")[1]).out())
        .contains("To go on with it: dealsync " + command);
    assertThat(run(ExitCode.OK, command.split(" ")).out()).contains("30 changes written");
  }

  @Test
  void a_plan_within_the_limits_says_nothing_of_the_guard() {
    run(ExitCode.OK, "sync");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 61)");

    Spoken plan = run(ExitCode.PENDING, "plan");

    assertThat(plan.out()).doesNotContain("guard", "--allow");
    assertThat(run(ExitCode.PENDING, "plan", "--json").json().get("refusals")).isEmpty();
  }

  @Test
  void a_plan_in_json_has_the_refusals_and_the_way_out() {
    run(ExitCode.OK, "sync");
    linkEverywhere(61);

    Spoken plan = run(ExitCode.PENDING, "plan", "--json");

    assertThat(plan.json().get("refusals").get(0).get("limit").asString())
        .isEqualTo("changed-percent");
    assertThat(plan.json().get("override").asString())
        .isEqualTo("dealsync apply %s --allow changed-percent=100".formatted(number(plan)));
  }

  @Test
  void applying_a_refused_undo_speaks_of_the_undo() {
    run(ExitCode.OK, "sync");
    linkEverywhere(61);
    String done = number(run(ExitCode.OK, "sync", "--json", "--allow", "changed-percent=100"));
    stage.portal().state().asThirdParty().unlink(7, 61);
    String undo = number(run(ExitCode.REFUSED, "undo", done, "--json"));

    Spoken applied = run(ExitCode.INCOMPLETE, "apply", undo, "--allow", "changed-percent=100");

    assertThat(applied.out())
        .contains("29 changes written and verified, 1 held")
        .contains("The mirror still wants what run %s did".formatted(done))
        .doesNotContain("Portal and mirror are equal");
  }

  @Test
  void applying_a_refused_undo_that_undoes_everything_says_so() {
    run(ExitCode.OK, "sync");
    linkEverywhere(61);
    String done = number(run(ExitCode.OK, "sync", "--json", "--allow", "changed-percent=100"));
    String undo = number(run(ExitCode.REFUSED, "undo", done, "--to-mirror", "--json"));

    Spoken applied = run(ExitCode.OK, "apply", undo, "--allow", "changed-percent=100");

    assertThat(applied.out())
        .contains("What run %s did is undone: 30 changes written".formatted(done))
        .doesNotContain("still wants");
  }

  @Test
  void missing_contacts_beyond_the_first_are_counted_and_can_be_listed() {
    run(ExitCode.OK, "sync");
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal_id, 1000 + deal_id"
            + " FROM dealsync.deal");

    Spoken report = run(ExitCode.INCOMPLETE, "sync");

    String query = found(report, "… and 5 more: (SELECT .*);");
    assertThat(stage.query(query)).hasSize(DEALS);
    assertThat(run(ExitCode.INCOMPLETE, "sync", "--json").json().get("missing_contacts"))
        .hasSize(DEALS);
  }

  @Test
  void a_deal_that_is_managed_no_more_is_explained_as_such() {
    run(ExitCode.OK, "sync");
    stage.sql("UPDATE dealsync.deal SET note = 'ask Ann', policy = 'merge' WHERE deal_id = 1");
    assertThat(run(ExitCode.OK, "explain", "1").out())
        .contains("mirror, in sync when last read")
        .contains("Policy of this deal: merge")
        .contains("Note: ask Ann");

    stage.sql("DELETE FROM dealsync.deal WHERE deal_id = 1");

    Spoken explained = run(ExitCode.OK, "explain", "1");
    assertThat(explained.out()).contains("not managed any more").doesNotContain("paused");
    assertThat(run(ExitCode.OK, "explain", "1", "--json").json().get("managed").asBoolean())
        .isFalse();
  }

  @Test
  void writes_that_the_portal_gives_no_time_for_are_no_failures_and_can_be_gone_on_with() {
    run(ExitCode.OK, "sync");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 61), (2, 61)");
    stage.portal().faults().add("secret-revoked:method=crm.deal.contact.add");

    Spoken failed = run(ExitCode.USAGE, "sync");

    String command =
        found(failed, "What is left stays planned; to go on with it:\\s+dealsync (apply \\d+)");
    assertThat(
            stage.query("SELECT status || attempts FROM dealsync.change WHERE deal_id IN (1, 2)"))
        .containsOnly("planned0");
    assertThat(stage.query("SELECT deal_id FROM dealsync.failure_streak")).isEmpty();
    stage.portal().faults().clear();
    assertThat(run(ExitCode.OK, "show", command.split(" ")[1]).out()).contains(command);
    assertThat(run(ExitCode.OK, command.split(" ")).out()).contains("2 changes written");
  }
}
