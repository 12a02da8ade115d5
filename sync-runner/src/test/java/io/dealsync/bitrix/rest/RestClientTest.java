package io.dealsync.bitrix.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dealsync.bitrix.RecordingListener;
import io.dealsync.bitrix.ScriptedPortal;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import io.dealsync.portal.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestClientTest {

  private static final String DONE = "{\"result\":true,\"time\":{\"start\":1,\"operating\":0}}";

  private final ScriptedPortal portal = new ScriptedPortal();
  private final SteppedTime time = new SteppedTime();
  private final RecordingListener listener = new RecordingListener();
  private final Caller caller = new Caller(Priority.BULK);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(portal));
  private final RestClient rest = client(portal.webhook());

  private RestClient client(String webhook) {
    RestClient client =
        new RestClient(
            Webhook.parse(webhook),
            RestSettings.DEFAULT.rate(BucketRate.UNLIMITED).exchangeTimeout(Duration.ofSeconds(2)),
            listener,
            time,
            new Random(1));
    open.add(0, client);
    return client;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Reply<Boolean> read() {
    return rest.call(Call.reading("crm.some.get", generator -> {}, Json::truth), caller);
  }

  private Reply<Boolean> write() {
    return rest.call(
        Call.writing(
            "crm.some.set", generator -> generator.writeNumberProperty("id", 5), Json::truth),
        caller);
  }

  private PortalFailure failure(Runnable call) {
    return catchThrowableOfType(PortalFailure.class, call::run);
  }

  @Test
  void posts_json_and_introduces_itself() {
    portal.then(DONE);

    assertThat(write()).isInstanceOf(Reply.Result.class);
    ScriptedPortal.Request request = portal.requests().get(0);
    assertThat(request.verb()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/rest/1/s3cretc0de/crm.some.set.json");
    assertThat(request.body()).isEqualTo("{\"id\":5}");
    assertThat(request.contentType()).isEqualTo("application/json");
    assertThat(request.agent()).startsWith("dealsync/");
    assertThat(listener.lines()).containsExactly("requested crm.some.set 200");
  }

  @Test
  void too_many_requests_are_sent_again_after_at_least_a_second() {
    portal.thenError(503, "QUERY_LIMIT_EXCEEDED", "Too many requests").then(DONE);

    assertThat(write()).isInstanceOf(Reply.Result.class);
    assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(caller.traffic()).isEqualTo(new Traffic(2, 1, 0, 0));
  }

  @Test
  void a_wait_that_the_portal_asks_for_is_kept_but_not_beyond_a_minute() {
    portal.thenErrorWithRetryAfter(503, "QUERY_LIMIT_EXCEEDED", 17).then(DONE);
    read();
    assertThat(time.passed()).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));

    portal.thenErrorWithRetryAfter(500, "INTERNAL_SERVER_ERROR", 4000).then(DONE);
    read();
    assertThat(time.passed()).isBetween(Duration.ofSeconds(77), Duration.ofSeconds(79));
  }

  @Test
  void endless_refusals_for_speed_end_as_unreachable() {
    portal.otherwiseError(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");

    assertThat(failure(this::write).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(caller.traffic().rejected()).isEqualTo(21);
  }

  @Test
  void a_used_up_budget_is_waited_out_longer_each_time() {
    portal
        .thenError(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")
        .thenError(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")
        .then(DONE);

    assertThat(write()).isInstanceOf(Reply.Result.class);
    assertThat(time.slept()).containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(40));
    assertThat(listener.lines()).contains("slowed down crm.some.set PT20S");
    assertThat(caller.traffic().rejected()).isZero();
  }

  @Test
  void a_budget_that_stays_used_up_ends_as_unreachable() {
    portal.otherwiseError(429, "OPERATION_TIME_LIMIT", "");

    assertThat(failure(this::write).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  private enum Mishap {
    DROPPED(ScriptedPortal::thenDrop),
    TRUNCATED(portal -> portal.thenTruncate("{\"result\":tr")),
    CUT_JSON(portal -> portal.then("{\"result\":tr")),
    STALLED(ScriptedPortal::thenStall),
    HTML_200(portal -> portal.thenHtml(200)),
    HTML_404(portal -> portal.thenHtml(404)),
    HTML_502(portal -> portal.thenHtml(502)),
    HTML_503(portal -> portal.thenHtml(503)),
    INTERNAL(portal -> portal.thenError(500, "INTERNAL_SERVER_ERROR", "Internal server error")),
    CORE(portal -> portal.thenError(400, "ERROR_CORE", "SQL"));

    private final Consumer<ScriptedPortal> script;

    Mishap(Consumer<ScriptedPortal> script) {
      this.script = script;
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_reading_is_repeated_after_a(Mishap mishap) {
    mishap.script.accept(portal);
    portal.then(DONE);

    assertThat(read()).isInstanceOf(Reply.Result.class);
    assertThat(caller.traffic().requests()).isEqualTo(2);
    assertThat(time.passed()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(listener.lines()).anyMatch(line -> line.startsWith("retrying crm.some.get: "));
  }

  @ParameterizedTest
  @EnumSource
  void a_write_is_never_repeated_after_a(Mishap mishap) {
    mishap.script.accept(portal);

    assertThat(write()).isInstanceOf(Reply.Unknown.class);
    assertThat(portal.requests()).hasSize(1);
  }

  @Test
  void a_reading_is_given_up_after_five_attempts_with_growing_waits() {
    portal.otherwiseHtml(502);

    PortalFailure failure = failure(this::read);

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("HTTP 502").hasMessageContaining("run again");
    assertThat(portal.requests()).hasSize(5);
    assertThat(time.passed()).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 403, 404})
  void an_address_that_only_ever_answers_with_pages_is_the_wrong_one(int status) {
    portal.otherwiseHtml(status);

    PortalFailure failure = failure(this::read);

    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(failure).hasMessageContaining("Check the address");
  }

  @Test
  void pages_from_a_portal_that_has_answered_before_are_a_passing_fault() {
    portal.then(DONE).otherwiseHtml(404);
    read();

    assertThat(failure(this::read).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1/rest/1/s3cretc0de/, refuses the connection",
    "https://no-such-portal.invalid/rest/1/s3cretc0de/, name is not known",
  })
  void a_request_that_never_left_had_no_effect(String webhook, String why) {
    RestClient nowhere = client(webhook);

    PortalFailure failure =
        failure(() -> nowhere.call(Call.writing("m", generator -> {}, Json::truth), caller));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining(why);
    assertThat(caller.traffic().requests()).isZero();
    assertThat(nowhere.level().level()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "401, NO_AUTH_FOUND, CONFIGURATION",
    "403, insufficient_scope, CONFIGURATION",
    "503, OVERLOAD_LIMIT, REFUSED",
    "403, PORTAL_DELETED, REFUSED",
    "401, expired_token, CONFIGURATION",
  })
  void a_portal_that_needs_somebody_to_act_ends_the_run_at_once(
      int status, String code, Kind kind) {
    portal.otherwiseError(status, code, "words");

    PortalFailure failure = failure(this::write);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining("127.0.0.1").hasMessageContaining(code);
    assertThat(portal.requests()).hasSize(1);
  }

  @Test
  void a_refusal_is_told_with_the_portals_words() {
    portal.thenError(400, "", "Not found.");

    assertThat(write()).isEqualTo(new Reply.Refused<>(new PortalError(400, "", "Not found.")));
  }

  @Test
  void a_connection_that_is_reset_leaves_a_write_unknown_and_a_reading_to_be_repeated()
      throws Exception {
    try (ServerSocket resetting = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                while (!resetting.isClosed()) {
                  try (Socket connection = resetting.accept()) {
                    connection.getInputStream().readNBytes(50);
                    connection.setSoLinger(true, 0);
                  } catch (IOException closed) {
                    return;
                  }
                }
              });
      try (RestClient client =
          new RestClient(
              Webhook.parse("http://127.0.0.1:%d/rest/1/abc/".formatted(resetting.getLocalPort())),
              RestSettings.DEFAULT.rate(BucketRate.UNLIMITED),
              listener,
              time,
              new Random(1))) {
        assertThat(client.call(Call.writing("m", generator -> {}, Json::truth), caller))
            .isInstanceOf(Reply.Unknown.class);
        assertThat(
                failure(() -> client.call(Call.reading("m", generator -> {}, Json::truth), caller))
                    .kind())
            .isEqualTo(Kind.UNREACHABLE);
      }
    }
  }

  private ScriptedPortal another() {
    ScriptedPortal other = new ScriptedPortal();
    open.add(other);
    return other;
  }

  private static String host(ScriptedPortal portal) {
    return portal.origin().substring(7);
  }

  private void assertThatNothingWasTold() {
    assertThat(listener.lines())
        .noneMatch(line -> line.startsWith("settled") || line.startsWith("renamed"));
  }

  @Test
  void a_renamed_portal_is_followed_with_the_same_post_and_told() {
    ScriptedPortal renamed = another();
    portal.thenRedirect(renamed.origin());
    renamed.thenProof().then(DONE).then(DONE);

    assertThat(write()).isInstanceOf(Reply.Result.class);
    write();

    assertThat(portal.requests()).hasSize(1);
    assertThat(renamed.requests()).hasSize(3);
    assertThat(renamed.requests().get(1)).isEqualTo(portal.requests().get(0));
    assertThat(listener.lines())
        .contains("renamed %s to %s".formatted(host(portal), host(renamed)));
    assertThat(rest.portal()).isEqualTo(host(renamed));
  }

  @Test
  void a_new_address_proves_itself_a_portal_before_it_gets_the_secret() {
    ScriptedPortal elsewhere = another();
    elsewhere.otherwise(body -> "{\"result\":\"welcome\"}");
    for (int i = 0; i < 5; i++) {
      portal.thenRedirect(elsewhere.origin());
    }

    PortalFailure failure = failure(this::write);

    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(failure)
        .hasMessageContaining(host(elsewhere))
        .hasMessageContaining("where no portal answers");
    assertThat(elsewhere.requests()).isNotEmpty();
    assertThat(elsewhere.requests().toString()).doesNotContain(ScriptedPortal.SECRET);
    assertThatNothingWasTold();
  }

  @Test
  void an_address_at_which_nothing_answers_is_not_told_as_the_portals() {
    for (int i = 0; i < 5; i++) {
      portal.thenRedirect("http://127.0.0.1:1");
    }

    PortalFailure failure = failure(this::write);

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("redirects to 127.0.0.1:1");
    assertThat(rest.portal()).isEqualTo(host(portal));
    assertThatNothingWasTold();
  }

  @Test
  void a_portal_that_was_renamed_twice_is_followed_twice_and_settles_where_it_answers() {
    ScriptedPortal second = another();
    ScriptedPortal third = another();
    portal.thenRedirect(second.origin());
    second.thenRedirect(third.origin());
    third.thenProof().then(DONE).then(DONE);

    write();
    write();

    assertThat(rest.portal()).isEqualTo(host(third));
    assertThat(second.requests().toString()).doesNotContain(ScriptedPortal.SECRET);
    assertThat(listener.lines().stream().filter(line -> line.startsWith("settled")))
        .containsExactly("settled at " + third.origin());
  }

  @Test
  void a_new_address_that_does_not_take_the_secret_is_not_settled() {
    ScriptedPortal elsewhere = another();
    portal.thenRedirect(elsewhere.origin());
    elsewhere.thenProof().thenError(401, "INVALID_CREDENTIALS", "no");

    failure(this::write);

    assertThatNothingWasTold();
  }

  @Test
  void portals_that_point_at_each_other_are_not_followed_forever() {
    ScriptedPortal other = another();
    for (int i = 0; i < 50; i++) {
      portal.thenRedirect(other.origin());
      other.thenRedirect(portal.origin());
    }

    assertThat(failure(this::write).kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(portal.requests().size() + other.requests().size()).isLessThanOrEqualTo(20);
    assertThat(other.requests().toString()).doesNotContain(ScriptedPortal.SECRET);
  }

  @Test
  void a_redirection_to_plain_http_elsewhere_gets_no_secret() {
    for (int i = 0; i < 5; i++) {
      portal.thenRedirect("http://portal.invalid");
    }

    PortalFailure failure = failure(this::write);

    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(failure).hasMessageContaining("redirects to http://portal.invalid (HTTP 302)");
  }

  @Test
  void a_portal_that_answered_before_and_redirects_to_a_login_is_away_and_says_where_to() {
    portal.then(DONE);
    write();
    for (int i = 0; i < 5; i++) {
      portal.thenRedirect("http://login.invalid");
    }

    PortalFailure failure = failure(this::write);

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("login.invalid")
        .hasMessageEndingWith("Nothing is lost, run again.");
  }

  @Test
  void an_interrupted_reading_ends_the_run_and_keeps_the_interruption() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(this::read).isInstanceOf(PortalFailure.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(portal.requests()).isEmpty();
  }

  @Test
  void an_interruption_keeps_a_write_from_leaving() {
    Thread.currentThread().interrupt();

    assertThat(failure(this::write).kind()).isEqualTo(Kind.STOPPED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(portal.requests()).isEmpty();
  }

  @Test
  void a_write_that_has_left_comes_to_its_end_in_spite_of_an_interruption() {
    Thread writer = Thread.currentThread();
    portal.thenAnswer(
        body -> {
          writer.interrupt();
          return DONE;
        });

    assertThat(write()).isInstanceOf(Reply.Result.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_portal_that_repeats_the_secret_does_not_get_it_into_a_message() {
    portal
        .thenError(400, "", "No method at /rest/1/s3cretc0de/x")
        .thenError(401, "NO_AUTH_FOUND", "bad s3cretc0de");

    assertThat(write().toString()).contains("/rest/1/***/x").doesNotContain("s3cretc0de");
    assertThat(failure(this::write)).hasMessageNotContaining("s3cretc0de");
  }

  @Test
  void what_a_portal_says_is_cleaned_and_cut() {
    portal.thenError(400, "", "\\u001b[2J no\\nforged " + "x".repeat(15_000_000));

    Reply.Refused<?> refused = (Reply.Refused<?>) write();

    assertThat(refused.error().text()).startsWith("\\u001B[2J no forged xxx").hasSizeLessThan(520);
  }

  @Test
  void a_secret_at_the_place_of_the_cut_is_masked_before_it() {
    portal.thenError(400, "", "x".repeat(495) + ScriptedPortal.SECRET);

    Reply.Refused<?> refused = (Reply.Refused<?>) write();

    assertThat(refused.error().text()).endsWith("xxx***").doesNotContain("s3cr");
  }

  @Test
  void a_batch_of_more_than_fifty_commands_is_not_sent() {
    List<Command<?>> commands = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      commands.add(new Command<>("c" + i, "m", "", Json::truth));
    }

    assertThatThrownBy(
            () ->
                rest.batch(
                    commands, RetryPolicy.READING, Optional.empty(), Optional::empty, caller))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(portal.requests()).isEmpty();
  }

  @Test
  void slows_down_when_the_working_time_runs_short() {
    String used =
        "{\"result\":true,\"time\":{\"finish\":1000,\"operating_reset_at\":1060,\"operating\":%s}}";
    portal.then(used.formatted("419.5")).then(used.formatted("419.95")).then(DONE);

    read();
    read();
    read();

    assertThat(listener.lines()).contains("slowed down crm.some.get PT1M");
    assertThat(time.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
  }
}
