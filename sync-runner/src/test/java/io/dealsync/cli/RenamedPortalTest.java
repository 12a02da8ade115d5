package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A portal gets another name: the run goes on, says so, and the next one starts at the new one. */
class RenamedPortalTest {

  private final Stage stage = Stage.open().equalDeals(3);

  @AfterEach
  void close() {
    stage.close();
  }

  private void edit(int contact) {
    stage.sql("DELETE FROM dealsync.deal_contact WHERE contact_id = " + contact);
  }

  private String place() {
    return stage.portal().baseUrl().getAuthority();
  }

  private Spoken sync() {
    Spoken spoken = stage.run("sync");
    assertThat(spoken.code()).as(spoken.all()).isEqualTo(ExitCode.OK);
    return spoken;
  }

  private String links(long deal) {
    return io.dealsync.sandbox.crm.LinkRow.format(stage.portal().state().links(deal));
  }

  @Test
  void the_run_goes_on_and_the_next_one_needs_no_redirection() {
    String before = place();
    edit(2);
    stage.portal().rename();

    assertThat(sync().err()).contains("the portal %s answers as %s now".formatted(before, place()));
    assertThat(links(1)).isEqualTo("1/10/Y");

    stage.portal().retireOldAddresses();
    edit(4);

    assertThat(sync().err()).contains(before, place());
    assertThat(links(2)).isEqualTo("3/10/Y");
  }

  @Test
  void a_second_renaming_is_followed_from_the_first() {
    String configured = place();
    stage.portal().rename();
    sync();
    stage.portal().rename();
    edit(2);

    assertThat(sync().err())
        .contains("the portal %s answers as %s now".formatted(configured, place()));

    stage.portal().retireOldAddresses();
    sync();
    assertThat(links(1)).isEqualTo("1/10/Y");
  }

  @Test
  void check_and_status_tell_it_until_the_new_address_is_configured() {
    String before = place();
    stage.portal().rename();
    sync();

    assertThat(stage.run("check").out())
        .contains("!  address", "renamed from http://%s to http://%s".formatted(before, place()));
    assertThat(stage.run("status").out())
        .contains("renamed   from http://%s to http://%s".formatted(before, place()));

    var configured = stage.cli().with("DEALSYNC_WEBHOOK", stage.portal().webhookUrl().toString());

    assertThat(configured.run("sync").err()).doesNotContain("answers as");
    assertThat(configured.run("check").out()).doesNotContain("renamed");
    assertThat(configured.run("status").out()).doesNotContain("renamed");
    assertThat(configured.run("status", "--json").json().get("renamed_to").asString()).isEmpty();
  }

  @Test
  void a_row_in_the_database_sends_the_secret_nowhere() {
    stage.portal().rename();
    sync();
    stage.sql("UPDATE dealsync.portal_state SET moved_to = 'http://127.0.0.1:9'");

    sync();

    assertThat(stage.value("SELECT moved_to FROM dealsync.portal_state")).endsWith(place());
  }

  @Test
  void the_new_address_is_kept_without_the_code() {
    stage.portal().rename();
    sync();

    assertThat(stage.value("SELECT portal_state::text FROM dealsync.portal_state"))
        .contains(place())
        .doesNotContain(Stage.SECRET, "/rest/");
  }
}
