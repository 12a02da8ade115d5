package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.Test;

/** Deals of a portal that the configuration does not name are named, not forgotten. */
class UnconfiguredPortalTest {

  @Test
  void status_and_check_name_deals_that_nobody_syncs() {
    try (Stage stage = Stage.open().equalDeals(1)) {
      assertThat(stage.run(ExitCode.OK, "status").out()).doesNotContain("nobody syncs");
      stage.sql(
          "INSERT INTO dealsync.portal (portal) VALUES ('erp')",
          "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('erp', 1), ('erp', 2)");

      String words =
          "Portal erp has 2 managed deals that nobody syncs, because the configuration does not"
              + " name it.";
      assertThat(stage.run(ExitCode.OK, "status").out()).contains(words);
      assertThat(stage.run(ExitCode.OK, "check").out()).contains(words);
      assertThat(
              stage
                  .run(ExitCode.OK, "status", "--json")
                  .json()
                  .get("unconfigured_portals")
                  .get(0)
                  .get("deals")
                  .asInt())
          .isEqualTo(2);
    }
  }

  @Test
  void init_and_every_command_register_the_configured_portals() {
    try (Stage stage = Stage.unprepared()) {
      stage.run(ExitCode.OK, "init", "--no-file");
      assertThat(stage.query("SELECT portal FROM dealsync.portal")).containsExactly("main");
      stage.sql("DELETE FROM dealsync.portal");
      stage.run(ExitCode.OK, "status");
      assertThat(stage.query("SELECT portal FROM dealsync.portal")).containsExactly("main");
    }
  }
}
