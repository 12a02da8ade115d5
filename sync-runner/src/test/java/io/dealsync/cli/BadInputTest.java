package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every mistake gets one line that names the subject and the next move, the right exit code, and
 * changes nothing on either side.
 */
class BadInputTest {

  private static Stage stage = Stage.open();

  @TempDir private Path folder;

  private Map<String, String> database = Map.of();
  private long portalVersion;

  @BeforeAll
  static void bothSidesDiffer() {
    stage.equalDeals(3).sql("DELETE FROM dealsync.deal_contact WHERE contact_id = 2");
  }

  @AfterAll
  static void removeTheStage() {
    stage.close();
  }

  @BeforeEach
  void look() {
    database = stage.digest("run", "run_lock", "portal_state");
    portalVersion = stage.portal().state().version();
  }

  @AfterEach
  void nothing_has_changed_on_either_side() {
    assertThat(stage.digest("run", "run_lock", "portal_state")).isEqualTo(database);
    assertThat(stage.portal().state().version()).isEqualTo(portalVersion);
    assertThat(stage.portal().counters().snapshot().writes()).isZero();
  }

  /**
   * One line without a stack trace on standard error; on standard output nothing, or that line in a
   * document.
   */
  private static String complaint(Spoken spoken, int code) {
    assertThat(spoken.code()).as(spoken.all()).isEqualTo(code);
    if (!spoken.out().isEmpty()) {
      var error = spoken.json().path("error");
      assertThat(error.path("code").asInt()).isEqualTo(code);
      assertThat(spoken.err().strip()).isEqualTo(error.path("message").asString());
    }
    return oneLine(spoken);
  }

  private static String oneLine(Spoken spoken) {
    assertThat(spoken.err().lines()).as(spoken.err()).hasSize(1);
    assertThat(spoken.all())
        .doesNotContain("Exception", "\tat ", "java.", Stage.SECRET, stage.database().password());
    return spoken.err().strip();
  }

  /** With {@code --json} a run that ended early leaves its document, and the same line. */
  private static String failure(Cli cli, int code) {
    String line = complaint(cli.run("sync"), code);
    Spoken json = cli.run("sync", "--json");
    assertThat(json.code()).isEqualTo(code);
    assertThat(json.json().get("outcome").asString()).isEqualTo("failed");
    assertThat(json.json().get("error").asString()).isEqualTo(oneLine(json));
    return line;
  }

  private static Cli to(String webhook) {
    return stage.cli().with("DEALSYNC_WEBHOOK", webhook);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  // ----- the database

  @Test
  void no_database_server_listens() throws IOException {
    int port = freePort();
    Cli cli = stage.cli().with("DEALSYNC_DB_URL", "jdbc:postgresql://127.0.0.1:" + port + "/crm");

    for (String command : new String[] {"sync", "status", "init"}) {
      String[] arguments =
          command.equals("init") ? new String[] {"init", "--no-file"} : new String[] {command};
      assertThat(complaint(cli.run(arguments), ExitCode.AGAIN))
          .contains("PostgreSQL at 127.0.0.1:" + port, "refused", "run again");
    }
    assertThat(complaint(cli.run("sync", "--json"), ExitCode.AGAIN)).contains("run again");
  }

  @Test
  void the_database_password_is_wrong() {
    Cli cli = stage.cli().with("DEALSYNC_DB_PASSWORD", "not-the-password");

    assertThat(complaint(cli.run("sync"), ExitCode.USAGE))
        .contains("does not let user " + stage.database().user() + " in", "password")
        .doesNotContain("not-the-password");
  }

  @Test
  void the_database_does_not_exist() {
    String url = stage.database().jdbcUrl().replace(stage.database().name(), "no_such_database");

    assertThat(complaint(stage.cli().with("DEALSYNC_DB_URL", url).run("plan"), ExitCode.USAGE))
        .contains("There is no database no_such_database", "CREATE DATABASE no_such_database");
  }

  @Test
  void the_database_address_is_no_address() {
    Cli cli = stage.cli().with("DEALSYNC_DB_URL", "postgres//crm:s3cret@host");

    assertThat(complaint(cli.run("status"), ExitCode.USAGE))
        .contains("jdbc:postgresql://host:5432/database")
        .doesNotContain("s3cret");
  }

  @Test
  void the_schema_is_absent() {
    try (Stage bare = Stage.unprepared()) {
      for (String command : new String[] {"sync", "plan", "status", "runs", "serve"}) {
        assertThat(complaint(bare.run(command), ExitCode.USAGE))
            .contains(bare.database().name(), "dealsync init");
      }
      assertThat(bare.query("SELECT 1 FROM pg_namespace WHERE nspname = 'dealsync'")).isEmpty();
    }
  }

  @Test
  void the_schema_is_too_old() {
    try (Stage old = Stage.open()) {
      old.sql("DELETE FROM dealsync.schema_version WHERE version <> '1'");

      assertThat(complaint(old.run("sync"), ExitCode.USAGE))
          .contains("schema version 1", "needs " + io.dealsync.db.Migrations.NEEDED)
          .contains("dealsync init");
    }
  }

  @Test
  void the_schema_is_too_new() {
    try (TestDatabase database = TestSchema.migrated().open()) {
      Cli cli = stage.cli().with("DEALSYNC_DB_URL", database.jdbcUrl());
      try (var connection = database.connect();
          var sql = connection.createStatement()) {
        sql.execute(
            "INSERT INTO dealsync.schema_version (installed_rank, version, description, type,"
                + " script, installed_by, execution_time, success)"
                + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1, true)");
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }

      assertThat(complaint(cli.run("sync"), ExitCode.USAGE))
          .contains("schema version 99", "Use the newer dealsync");
      assertThat(complaint(cli.run("init", "--no-file"), ExitCode.USAGE)).contains("newer");
    }
  }

  @Test
  void another_run_holds_the_portal() {
    Cli cli = stage.cli();
    stage.sql(
        "INSERT INTO dealsync.run (run_id, portal, command, started_by, state)"
            + " VALUES (4711, 'main', 'sync', 'anna@crm-host', 'done')");
    try (var connection = stage.database().connect();
        var sql = connection.createStatement()) {
      sql.execute("SELECT pg_advisory_lock(-4711)");
      sql.execute(
          "INSERT INTO dealsync.run_lock (portal, command, run_id, held_by, backend_pid, lock_key,"
              + " since) VALUES ('main', 'sync', 4711, 'process 7 on crm-host', pg_backend_pid(),"
              + " -4711, '2026-03-03 02:00:03+00')");

      assertThat(complaint(cli.run("sync"), ExitCode.AGAIN))
          .contains("Portal main is busy", "run 4711", "since 2026-03-03 02:00:03")
          .contains("process 7 on crm-host", "run again");
      assertThat(complaint(cli.run("plan", "--json"), ExitCode.AGAIN)).contains("run 4711");
      assertThat(cli.run("status").out()).contains("running", "run 4711");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
    stage.sql("DELETE FROM dealsync.run_lock");
  }

  // ----- the webhook and the portal

  @Test
  void there_is_no_webhook() {
    assertThat(complaint(stage.cli().without("DEALSYNC_WEBHOOK").run("sync"), ExitCode.USAGE))
        .contains("Portal main has no webhook", "DEALSYNC_WEBHOOK", "portals.main.webhook");
  }

  @Test
  void the_webhook_is_malformed() {
    String[] malformed = {
      "nonsense",
      "https://acme.bitrix24.com/",
      "https://acme.bitrix24.com/rest/1/",
      "https://acme.bitrix24.com/rest/one/k3hidden7code/",
      "https://acme.bitrix24.com/rest/1/k3hidden7code/crm.deal.get.json?id=1",
      "ftp://acme.bitrix24.com/rest/1/k3hidden7code/"
    };
    for (String webhook : malformed) {
      assertThat(complaint(to(webhook).run("sync"), ExitCode.USAGE))
          .as(webhook)
          .contains("webhook of portal main", "https://acme.bitrix24.com/rest/1/your-code/")
          .doesNotContain("k3hidden7code");
    }
  }

  @Test
  void plain_http_to_a_foreign_host_is_refused() {
    assertThat(
            complaint(
                to("http://acme.bitrix24.com/rest/1/k3hidden7code/").run("sync"), ExitCode.USAGE))
        .contains("plain http would show the code", "use https")
        .doesNotContain("k3hidden7code");
  }

  @Test
  void the_portal_does_not_listen() throws IOException {
    int port = freePort();

    assertThat(failure(to("http://127.0.0.1:" + port + "/rest/1/abcdef/"), ExitCode.AGAIN))
        .contains("127.0.0.1:" + port + " cannot be reached", "Nothing is lost", "run again");
  }

  @Test
  void the_portals_name_does_not_exist() {
    assertThat(failure(to("https://no-such-portal.invalid/rest/1/abcdef/"), ExitCode.AGAIN))
        .contains("no-such-portal.invalid cannot be reached: its name is not known", "run again");
  }

  @Test
  void the_address_is_not_a_portal() throws IOException {
    var server =
        com.sun.net.httpserver.HttpServer.create(
            new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>Welcome</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    try {
      String place = "127.0.0.1:" + server.getAddress().getPort();
      assertThat(failure(to("http://" + place + "/rest/1/abcdef/"), ExitCode.USAGE))
          .contains(place + " does not answer like a Bitrix24 portal", "Check the address");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void the_webhooks_code_is_wrong() {
    String url = stage.portal().webhookUrl().toString().replace(Stage.SECRET, "another0code");

    assertThat(failure(to(url), ExitCode.USAGE))
        .contains("does not accept the webhook", "Create an incoming webhook")
        .doesNotContain("another0code");
  }

  @Test
  void the_webhook_lacks_the_scope_crm() {
    stage.portal().access().scopes(Set.of("task"));
    try {
      assertThat(failure(stage.cli(), ExitCode.USAGE)).contains("lacks the scope crm", "Add it");
      Spoken check = stage.run("check");
      assertThat(check.code()).isEqualTo(ExitCode.USAGE);
      assertThat(check.out()).contains("✗  portal", "lacks the scope crm");
    } finally {
      stage.portal().access().scopes(Set.of("crm"));
    }
  }

  @Test
  void the_plan_of_the_portal_has_expired() {
    stage.portal().access().planExpired(true);
    try {
      assertThat(failure(stage.cli(), ExitCode.USAGE)).contains("no plan that includes REST");
    } finally {
      stage.portal().access().planExpired(false);
    }
  }

  // ----- the configuration

  private Spoken configured(String yaml, String... arguments) throws IOException {
    Path file = Files.writeString(folder.resolve("dealsync.yaml"), yaml);
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--config";
    all[arguments.length + 1] = file.toString();
    return stage.run(all);
  }

  @Test
  void a_configuration_key_is_unknown() throws IOException {
    Spoken spoken =
        configured(
            """
            portals:
              main:
                gaurd:
                  changed-percent: 40
            """,
            "sync");

    assertThat(complaint(spoken, ExitCode.USAGE))
        .contains(
            "dealsync.yaml",
            "no key 'portals.main.gaurd.changed-percent'",
            "nearest is 'portals.main.guard.changed-percent'");
  }

  @Test
  void a_configuration_value_is_of_the_wrong_kind() throws IOException {
    assertThat(
            complaint(configured("portals: {main: {recheck-after: soon}}", "sync"), ExitCode.USAGE))
        .contains("portals.main.recheck-after", "90s, 15m, 2h or 7d", "'soon'");
    assertThat(complaint(configured("portals: {main: {schedule: daily}}", "serve"), ExitCode.USAGE))
        .contains("portals.main.schedule", "cron expression", "'daily'");
  }

  @Test
  void the_configuration_file_is_not_there_or_no_yaml() throws IOException {
    assertThat(
            complaint(
                stage.run("sync", "--config", folder.resolve("none.yaml").toString()),
                ExitCode.USAGE))
        .contains("no configuration file", "none.yaml", "dealsync init");
    assertThat(complaint(configured("portals: [main", "sync"), ExitCode.USAGE))
        .contains("not valid YAML at line 1: while parsing a flow sequence, expected ',' or ']'");
  }

  @Test
  void a_secret_stands_in_the_configuration_file() throws IOException {
    assertThat(
            complaint(
                configured(
                    "portals: {main: {webhook: 'https://acme.bitrix24.com/rest/1/k3hidden7code/'}}",
                    "sync"),
                ExitCode.USAGE))
        .contains("portals.main.webhook", "${VARIABLE} or file:/path")
        .doesNotContain("k3hidden7code");
  }

  @Test
  void a_portal_is_not_configured() {
    assertThat(complaint(stage.run("sync", "--portal", "acme"), ExitCode.USAGE))
        .contains("no portal 'acme'", "--portal: main");
  }

  // ----- the command line

  @Test
  void a_deal_is_unknown() {
    assertThat(complaint(stage.run("explain", "999"), ExitCode.USAGE))
        .contains("Deal 999 is not managed on portal main", "dealsync.deal_contact");
  }

  @Test
  void a_run_is_unknown() {
    assertThat(complaint(stage.run("show", "999"), ExitCode.USAGE))
        .contains("no run 999", "dealsync runs");
    assertThat(complaint(stage.run("apply", "999"), ExitCode.USAGE))
        .contains("no run 999", "dealsync runs");
    assertThat(complaint(stage.run("apply", "999", "--json"), ExitCode.USAGE))
        .contains("no run 999");
  }

  @Test
  void a_run_that_is_done_cannot_be_applied() {
    stage.sql(
        "INSERT INTO dealsync.run (run_id, portal, command, started_by, state)"
            + " VALUES (4712, 'main', 'sync', 'anna@crm-host', 'done')");

    assertThat(complaint(stage.run("apply", "4712"), ExitCode.USAGE))
        .contains("Run 4712 cannot be applied: it is done", "dealsync plan");
  }

  @Test
  void a_run_of_another_portal_cannot_be_applied() {
    stage.sql(
        "INSERT INTO dealsync.run (run_id, portal, command, started_by, state)"
            + " VALUES (4713, 'acme', 'plan', 'anna@crm-host', 'planned')");

    assertThat(complaint(stage.run("apply", "4713"), ExitCode.USAGE))
        .contains("Run 4713", "portal acme", "--portal acme");
  }

  @Test
  void an_argument_is_no_number() {
    assertThat(complaint(stage.run("explain", "twelve"), ExitCode.USAGE))
        .contains("DEAL takes a whole number, not 'twelve'", "dealsync explain --help");
    assertThat(complaint(stage.run("apply"), ExitCode.USAGE))
        .contains("`dealsync apply` needs RUN", "dealsync apply --help");
    assertThat(complaint(stage.run("apply", "1", "2"), ExitCode.USAGE))
        .contains("does not take the argument '2'");
  }

  @Test
  void an_option_is_unknown() {
    assertThat(complaint(stage.run("sync", "--alow", "x=1"), ExitCode.USAGE))
        .contains("`dealsync sync` has no option '--alow'", "did you mean --allow?", "--help");
  }

  @Test
  void a_command_is_unknown() {
    assertThat(complaint(stage.run("snyc"), ExitCode.USAGE))
        .contains("There is no command 'snyc'; did you mean sync?", "dealsync --help");
  }

  @Test
  void an_allowance_is_wrong() {
    assertThat(complaint(stage.run("sync", "--allow", "45"), ExitCode.USAGE))
        .contains("--allow takes NAME=VALUE", "not '45'");
    assertThat(complaint(stage.run("sync", "--allow", "changed=45"), ExitCode.USAGE))
        .contains("no guard limit 'changed'", "changed-percent");
    assertThat(complaint(stage.run("sync", "--allow", "changed-percent=lots"), ExitCode.USAGE))
        .contains("changed-percent takes a number", "'lots'");
    assertThat(complaint(stage.run("apply", "1", "--allow", "empty-portal=1"), ExitCode.USAGE))
        .contains("empty-portal takes yes or no");
  }
}
