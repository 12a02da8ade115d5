package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.testing.DaemonProcess;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The daemon in processes of its own: schedules, log, health, metrics, and its end. */
class DaemonTest {

  private static final String EVERY_SECOND = "* * * * * ?";
  private static final String NIGHTLY = "0 0 2 * * ?";

  private static Path config(Stage stage, String schedule) {
    return config(stage, schedule, true, 0);
  }

  /** The sandbox has no limits, so the client need keep to none. */
  private static Path config(Stage stage, String schedule, boolean onEdit, int port) {
    try {
      return Files.writeString(
          stage.home().resolve("serve-%d.yaml".formatted(schedule.hashCode())),
          """
          portals:
            main:
              schedule: "%s"
              on-edit: %s
              quiet-time: 100ms
              limits: {burst: 10000, per-second: 10000}
              guard: {changed-percent: 100}
          serve:
            port: %d
          """
              .formatted(schedule, onEdit ? "yes" : "no", port));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Stage slowPortal(long deals, Duration latency) {
    return Stage.open(SandboxOptions.defaults().withLimits(Limits.none().withLatency(latency)))
        .equalDeals(deals);
  }

  @Test
  void a_schedule_fires_is_logged_and_counted_and_ends_cleanly() throws IOException {
    try (Stage stage = Stage.open().equalDeals(5);
        DaemonProcess daemon = DaemonProcess.start(stage, config(stage, EVERY_SECOND, false, 0))) {
      daemon.ready();
      Socket slow = slowRequest(daemon);
      daemon.until("a run is logged", () -> !daemon.runLines().isEmpty());

      stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (1, 9, 30)");
      daemon.until(
          "the edit is on the portal",
          () -> stage.portal().state().linksText(1).equals("1/10/Y 2/20/N 9/30/N"));
      stage.portal().state().asThirdParty().unlink(2, 4);
      daemon.until(
          "the drift is gone", () -> stage.portal().state().linksText(2).equals("3/10/Y 4/20/N"));

      JsonNode health = JsonMapper.shared().readTree(daemon.get("/health").body());
      assertThat(health.get("status").asString()).isEqualTo("up");
      assertThat(health.get("portals").get("main").get("deals").asLong()).isEqualTo(5);
      daemon.until(
          "runs are counted",
          () ->
              daemon
                  .get("/metrics")
                  .body()
                  .contains("dealsync_last_run_outcome{portal=\"main\",outcome=\"in_sync\"} 1"));
      HttpResponse<String> metrics = daemon.get("/metrics");
      assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
      assertThat(metrics.body())
          .containsPattern("dealsync_runs_total\\{portal=\"main\",outcome=\"in_sync\"} [1-9]")
          .containsPattern("dealsync_deals_managed\\{portal=\"main\"} 5");
      assertThat(daemon.get("/secrets").statusCode()).isEqualTo(404);
      assertThat(daemon.get("/secrets").body()).contains("/health", "/metrics");
      HttpResponse<String> page = daemon.get("/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'");
      assertThat(page.body())
          .contains("Portal main", "5 deals with 11 links", EVERY_SECOND)
          .doesNotContain(Stage.SECRET, stage.database().password());

      assertThat(slow.getInputStream().read()).as("a request that does not come").isNegative();
      slow.close();
      assertThat(daemon.stop()).isZero();

      List<String> runs = stage.query("SELECT run_id FROM dealsync.run ORDER BY run_id");
      assertThat(daemon.runLines()).hasSameSizeAs(runs);
      assertThat(daemon.runLines().get(0))
          .contains("run 1 portal main in_sync: 5 deals, 0 to change");
      assertThat(daemon.log()).last().asString().endsWith("stopped");
      assertThat(
              stage.query(
                  "SELECT state FROM dealsync.run WHERE state NOT IN ('done', 'interrupted')"))
          .isEmpty();
      assertThat(String.join("\n", daemon.log()))
          .doesNotContain(Stage.SECRET, stage.database().password(), "\tat ");
    }
  }

  private static Socket slowRequest(DaemonProcess daemon) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write("GET /health HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void an_edit_is_carried_at_once_and_sigterm_in_the_middle_of_a_run_leaves_nothing_open() {
    long deals = 200;
    try (Stage stage = slowPortal(deals, Duration.ofMillis(200));
        DaemonProcess daemon = DaemonProcess.start(stage, config(stage, NIGHTLY))) {
      daemon.ready();
      daemon.until("what was there is agreed", () -> !daemon.runLines().isEmpty());
      stage.sql("DELETE FROM dealsync.deal_contact WHERE contact_id % 2 = 0");
      daemon.until("it writes", () -> stage.portal().counters().snapshot().writes() > 0);

      assertThat(daemon.stop()).isZero();

      assertThat(daemon.runLines()).last().asString().contains("interrupted");
      assertThat(daemon.log()).last().asString().endsWith("stopped");
      assertThat(stage.value("SELECT state FROM dealsync.run ORDER BY run_id DESC LIMIT 1"))
          .isEqualTo("interrupted");
      assertThat(stage.query("SELECT 1 FROM dealsync.change WHERE status IN ('sent', 'unknown')"))
          .isEmpty();
      assertThat(stage.run("sync", "--allow", "changed-percent=100").code()).isZero();
      for (long deal = 1; deal <= deals; deal++) {
        assertThat(stage.portal().state().linksText(deal)).isEqualTo(2 * deal - 1 + "/10/Y");
      }
    }
  }

  @Test
  void an_edit_during_a_scheduled_run_is_on_the_portal_before_that_run_ends() {
    long deals = 500;
    try (Stage stage = slowPortal(deals, Duration.ofMillis(200))) {
      assertThat(stage.run("sync").code()).isZero();
      for (long deal = 1; deal <= deals; deal++) {
        stage.portal().state().asThirdParty().unlink(deal, 2 * deal);
      }
      try (DaemonProcess daemon = DaemonProcess.start(stage, config(stage, EVERY_SECOND))) {
        daemon.ready();
        daemon.until("it writes", () -> stage.portal().counters().snapshot().writes() > 0);
        stage.sql("DELETE FROM dealsync.deal_contact WHERE deal_id = 490");
        daemon.until("both runs are over", () -> runs(stage) >= 3);
        assertThat(daemon.stop()).isZero();
      }

      assertThat(
              stage.query(
                  """
                  SELECT short.changes FROM dealsync.run AS long JOIN dealsync.run AS short
                    ON short.run_id = long.run_id + 1
                   AND long.started_at < short.started_at AND short.finished_at < long.finished_at
                  WHERE long.run_id = 2\
                  """))
          .containsExactly("1");
      assertThat(stage.portal().state().linksText(490)).isEmpty();
      assertThat(
              stage.query(
                  "SELECT status FROM dealsync.change WHERE deal_id = 490 AND run_id > 1 ORDER BY"
                      + " run_id"))
          .containsExactly("skipped", "verified");
    }
  }

  @Test
  void two_daemons_on_one_database_never_overlap_and_share_the_schedule() {
    try (Stage stage = slowPortal(20, Duration.ofMillis(60))) {
      Path config = config(stage, EVERY_SECOND, false, 0);
      try (DaemonProcess one = DaemonProcess.start(stage, config);
          DaemonProcess other = DaemonProcess.start(stage, config)) {
        one.ready();
        other.ready();
        one.until("there were some runs", () -> runs(stage) >= 3);
        assertThat(other.stop()).isZero();
        long before = runs(stage);
        one.until("the one that is left goes on", () -> runs(stage) > before);
        assertThat(one.stop()).isZero();
        assertThat(one.runLines().size() + other.runLines().size())
            .isEqualTo(stage.query("SELECT 1 FROM dealsync.run").size());
      }

      assertThat(
              stage.query(
                  """
                  SELECT a.run_id || ' and ' || b.run_id FROM dealsync.run AS a
                  JOIN dealsync.run AS b ON a.run_id < b.run_id
                   AND tstzrange(a.started_at, a.finished_at) && tstzrange(b.started_at, b.finished_at)\
                  """))
          .isEmpty();
      assertThat(stage.query("SELECT 1 FROM dealsync.run WHERE finished_at IS NULL")).isEmpty();
    }
  }

  private static long runs(Stage stage) {
    return Long.parseLong(
        stage.value("SELECT count(*) FROM dealsync.run WHERE finished_at IS NOT NULL"));
  }

  @Test
  void edits_of_a_portal_do_not_wait_for_another_that_stalls_and_a_reload_is_seen_whole()
      throws IOException {
    long deals = 38;
    try (Stage stage = Stage.open().equalDeals(deals);
        ServerSocket stalled = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThat(stage.run("sync").code()).isZero();
      long writes = stage.portal().counters().snapshot().writes();
      Path config =
          Files.writeString(
              stage.home().resolve("two.yaml"),
              """
              portals:
                main: {quiet-time: 3s}
                stalled: {webhook: "http://127.0.0.1:%d/rest/1/${STALLED}/"}
              serve: {port: 0}
              """
                  .formatted(stalled.getLocalPort()));
      try (DaemonProcess daemon =
          DaemonProcess.start(stage, config, Map.of("STALLED", "abcdefgh1234"))) {
        daemon.ready();
        stage.sql(
            "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('stalled', 1,"
                + " 1)");
        stalled.accept();

        stage.sql("CREATE TABLE kept AS SELECT * FROM dealsync.deal_contact WHERE portal = 'main'");
        stage.sql("DELETE FROM dealsync.deal_contact WHERE portal = 'main'");
        stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (39, 9)");
        pause(Duration.ofMillis(1500));
        stage.sql("INSERT INTO dealsync.deal_contact SELECT * FROM kept");
        daemon.until(
            "the reload is agreed",
            () ->
                stage
                    .query(
                        "SELECT 1 FROM dealsync.edited_deal WHERE portal = 'main' AND deal_id < 39")
                    .isEmpty());

        assertThat(stage.portal().counters().snapshot().writes()).isEqualTo(writes);
        assertThat(daemon.runLines()).noneMatch(line -> line.contains("portal stalled"));
        assertThat(daemon.stop()).isZero();
      }
    }
  }

  private static void pause(Duration span) {
    try {
      Thread.sleep(span.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void it_answers_within_a_second_while_the_database_is_locked_or_gone() throws Exception {
    try (Stage stage = Stage.open().equalDeals(1);
        DaemonProcess daemon = DaemonProcess.start(stage, config(stage, NIGHTLY))) {
      daemon.ready();
      daemon.until("it has looked", () -> daemon.get("/health").body().contains("\"deals\":1"));
      assertThat(daemon.get("/health").statusCode()).isEqualTo(200);

      try (Connection person = stage.database().connect();
          Statement sql = person.createStatement()) {
        person.setAutoCommit(false);
        sql.execute("LOCK TABLE dealsync.deal, dealsync.run IN ACCESS EXCLUSIVE MODE");
        assertThat(askedQuickly(daemon, "/health").body()).contains("\"status\":\"up\"");
        assertThat(askedQuickly(daemon, "/metrics").body()).contains("dealsync_database_up 1");
        assertThat(askedQuickly(daemon, "/").body()).contains("Portal main");
      }

      stage.database().close();

      HttpResponse<String> health = askedQuickly(daemon, "/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("\"status\":\"down\"", "database");
      HttpResponse<String> page = askedQuickly(daemon, "/");
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body()).contains("The database does not answer.");
      assertThat(askedQuickly(daemon, "/metrics").body())
          .contains("dealsync_database_up 0", "dealsync_deals_managed{portal=\"main\"} 1");
      assertThat(daemon.stop()).isZero();
      assertThat(daemon.log().stream().filter(line -> line.contains("at the moment")))
          .as("each part says it once")
          .hasSizeBetween(1, 3);
      assertThat(String.join("\n", daemon.log())).doesNotContain("\tat ");
    }
  }

  private static HttpResponse<String> askedQuickly(DaemonProcess daemon, String path) {
    Instant began = Instant.now();
    HttpResponse<String> answer = daemon.get(path);
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMillis(1500));
    return answer;
  }

  @Test
  void a_port_that_is_taken_is_said_so() throws IOException {
    try (Stage stage = Stage.open();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var spoken =
          stage.run(
              "serve", "--config", config(stage, NIGHTLY, true, taken.getLocalPort()).toString());

      assertThat(spoken.code()).isEqualTo(1);
      assertThat(spoken.err().lines()).hasSize(1);
      assertThat(spoken.err())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "serve.port");
    }
  }
}
