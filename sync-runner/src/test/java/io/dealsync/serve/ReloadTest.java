package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.app.Dealsync;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.config.Settings;
import io.dealsync.desired.QuietTime;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon beside someone who loads the mirror again: real database, real portal, stepped time. */
@Timeout(120)
class ReloadTest {

  private static final int DEALS = 38;

  private final Stage stage = Stage.open().equalDeals(DEALS);
  private final SteppedTime time = new SteppedTime();
  private final Dealsync dealsync =
      Dealsync.open(
          Settings.load(Optional.empty(), stage.cli().environment()), stage.home().resolve("home"));
  private final PortalSyncs syncs = dealsync.syncs(StopSignal.NEVER);
  private final EditSigns signs = dealsync.ground().signs().apply("main");
  private final EditQuiet quiet =
      new EditQuiet(new QuietTime(Duration.ofSeconds(5), Duration.ofMinutes(2)), signs, time);
  private final EditCarrier carrier =
      new EditCarrier(
          "main",
          syncs,
          new SyncRunner("main", syncs, quiet, () -> {}, StopSignal.NEVER, time),
          quiet,
          new UnrecordedWatch("main", signs, time),
          time);

  @AfterEach
  void removeTheStage() {
    dealsync.close();
    stage.close();
  }

  @Test
  void deals_deleted_in_one_commit_and_inserted_in_a_long_transaction_never_stand_empty()
      throws SQLException {
    stage.run(0, "sync");
    stage.sql(
        "CREATE TABLE loaded AS SELECT * FROM dealsync.deal_contact",
        "DELETE FROM dealsync.deal_contact");
    try (Connection loader = stage.database().connect();
        var sql = loader.createStatement()) {
      loader.setAutoCommit(false);
      for (int second = 0; second < 9; second++) {
        sql.execute(
            "INSERT INTO dealsync.deal_contact SELECT * FROM loaded WHERE deal_id %% 9 = %d"
                .formatted(second));
        time.pass(Duration.ofSeconds(1));
        carrier.turn();
        assertThat(empty()).as("after %d s", second + 1).isEmpty();
      }
      loader.commit();
    }
    for (int second = 0; second < 60; second++) {
      time.pass(Duration.ofSeconds(1));
      carrier.turn();
    }

    assertThat(empty()).isEmpty();
    assertThat(stage.query("SELECT deal_id FROM dealsync.edited_deal")).isEmpty();
    assertThat(stage.value("SELECT count(*) FROM dealsync.change WHERE status = 'verified'"))
        .as("writes")
        .isEqualTo("0");
  }

  @Test
  void rows_that_arrive_past_the_triggers_are_found_and_carried() throws SQLException {
    stage.run(0, "sync");
    carrier.turn();
    stage.superuser(
        "SET session_replication_role = replica",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (1, 9, 30)");

    for (int second = 0; second < 120; second++) {
      time.pass(Duration.ofSeconds(1));
      carrier.turn();
    }

    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 2/20/N 9/30/N");
  }

  private List<Long> empty() {
    return LongStream.rangeClosed(1, DEALS)
        .filter(deal -> stage.portal().state().linksText(deal).isEmpty())
        .boxed()
        .toList();
  }
}
