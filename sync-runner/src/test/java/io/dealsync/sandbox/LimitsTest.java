package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Limits.Accounting;
import io.dealsync.sandbox.rest.Quirk;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rate limit and operating time, contract 4.1. */
class LimitsTest {

  private static final String GET = "crm.deal.contact.items.get";

  private final SteppedTime time = new SteppedTime();
  private SandboxPortal portal = portal(Limits.none());
  private PortalClient client = PortalClient.of(portal);

  private SandboxPortal portal(Limits limits, Quirk... quirks) {
    SandboxPortal started =
        SandboxPortal.start(
            SandboxOptions.defaults().withTime(time, time).withLimits(limits).withQuirks(quirks));
    started.state().putDeal(7, "55/10/Y");
    return started;
  }

  private void restartWith(Limits limits, Quirk... quirks) {
    portal.close();
    portal = portal(limits, quirks);
    client = PortalClient.of(portal);
  }

  private static Limits operating(Accounting accounting, Duration ban) {
    return Limits.none()
        .withOperating(Duration.ofSeconds(2), accounting, ban, Map.of(GET, Duration.ofSeconds(1)));
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private Reply get() throws Exception {
    return client.call(GET, "{\"id\":7}");
  }

  @Test
  void the_bucket_takes_fifty_at_once_and_then_two_a_second() throws Exception {
    restartWith(Limits.standardPlan());
    for (int i = 0; i < 50; i++) {
      assertThat(get().status()).isEqualTo(200);
    }
    Reply refused = get();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text())
        .isEqualTo(
            """
            {"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}""");
    assertThat(refused.raw().headers().firstValue("Retry-After")).isEmpty();
    time.step(Duration.ofSeconds(1));
    assertThat(get().status()).isEqualTo(200);
    assertThat(get().status()).isEqualTo(200);
    assertThat(get().status()).isEqualTo(503);
    assertThat(portal.counters().snapshot().rateLimited()).isEqualTo(2);
  }

  @Test
  void a_batch_counts_as_one_request_and_a_refused_one_executes_nothing() throws Exception {
    restartWith(Limits.none().withBucket(1, 1));
    assertThat(client.batch(0, "a", GET + "?id=7", "b", GET + "?id=7").status()).isEqualTo(200);
    Reply refused = client.batch(0, "a", "crm.deal.contact.add?id=7&fields[CONTACT_ID]=60");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(portal.state().linksText(7)).isEqualTo("55/10/Y");
  }

  @Test
  void a_batch_over_the_limit_can_say_so_for_every_command() throws Exception {
    restartWith(Limits.none().withBucket(1, 1), Quirk.QUERY_LIMIT_IN_BATCH);
    get();
    Reply refused = client.batch(0, "a", "crm.deal.contact.add?id=7&fields[CONTACT_ID]=60");
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.result().path("result_error").path("a").path("error").asString())
        .isEqualTo("QUERY_LIMIT_EXCEEDED");
    assertThat(portal.state().linksText(7)).isEqualTo("55/10/Y");
  }

  @Test
  void other_clients_on_the_address_fill_the_same_bucket() throws Exception {
    restartWith(Limits.none().withBucket(10, 1));
    portal.engine().foreignRequests(9);
    assertThat(get().status()).isEqualTo(200);
    assertThat(get().status()).isEqualTo(503);
    assertThat(portal.engine().bucketLevel()).isEqualTo(10);
  }

  @Test
  void a_refusal_can_tell_when_to_come_back() throws Exception {
    restartWith(Limits.none().withBucket(1, 1), Quirk.RETRY_AFTER);
    get();
    assertThat(get().raw().headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void latency_is_waited_for_every_request() throws Exception {
    restartWith(Limits.none().withLatency(Duration.ofMillis(150)));
    var before = time.instant();
    get();
    get();
    assertThat(Duration.between(before, time.instant())).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void the_call_that_crosses_the_operating_limit_succeeds_and_the_next_fails() throws Exception {
    restartWith(operating(Accounting.PER_METHOD, Duration.ZERO));
    assertThat(get().json().path("time").path("operating").asDouble()).isEqualTo(1);
    assertThat(get().json().path("time").path("operating").asDouble()).isEqualTo(2);
    Reply refused = get();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text())
        .isEqualTo(
            """
            {"error":"OPERATION_TIME_LIMIT",\
            "error_description":"Method is blocked due to operation time limit."}""");
    assertThat(client.call("server.time", "{}").status()).isEqualTo(200);
    time.step(Duration.ofMinutes(10));
    assertThat(get().status()).isEqualTo(200);
  }

  @Test
  void operating_reset_at_is_when_the_oldest_minute_expires() throws Exception {
    restartWith(operating(Accounting.PER_METHOD, Duration.ZERO));
    get();
    long resetAt = get().json().path("time").path("operating_reset_at").asLong();
    assertThat(resetAt)
        .isBetween(time.instant().getEpochSecond() + 540, time.instant().getEpochSecond() + 600);
    time.step(Duration.ofSeconds(resetAt - time.instant().getEpochSecond() - 1));
    assertThat(get().status()).isEqualTo(429);
    time.step(Duration.ofSeconds(1));
    assertThat(get().status()).isEqualTo(200);
  }

  @Test
  void calls_under_a_tenth_of_a_second_are_not_counted() throws Exception {
    restartWith(
        Limits.none()
            .withOperating(
                Duration.ofSeconds(1),
                Accounting.PER_METHOD,
                Duration.ZERO,
                Map.of(GET, Duration.ofMillis(99))));
    for (int i = 0; i < 30; i++) {
      assertThat(get().status()).isEqualTo(200);
    }
  }

  @Test
  void inside_a_batch_the_limit_hits_single_commands() throws Exception {
    restartWith(operating(Accounting.PER_METHOD, Duration.ZERO));
    Reply reply =
        client.batch(
            0, "a", GET + "?id=7", "b", GET + "?id=7", "c", GET + "?id=7", "d", "server.time");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result().path("result_error").path("c").path("error").asString())
        .isEqualTo("OPERATION_TIME_LIMIT");
    assertThat(reply.result().path("result").has("d")).isTrue();
    assertThat(reply.result().path("result_time").path("b").path("operating").asDouble())
        .isEqualTo(2);
  }

  @Test
  void newer_portals_bill_half_to_batch_and_block_the_batch_as_a_whole() throws Exception {
    restartWith(operating(Accounting.BATCH_AT_HALF_WEIGHT, Duration.ofSeconds(300)));
    String[] four = {
      "a", GET + "?id=7", "b", GET + "?id=7", "c", GET + "?id=7", "d", GET + "?id=7"
    };
    Reply first = client.batch(0, four);
    JsonNode times = first.result().path("result_time");
    assertThat(times.path("a").path("operating").asDouble())
        .isEqualTo(times.path("d").path("operating").asDouble())
        .isEqualTo(2);
    Reply refused = client.batch(0, four);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(get().status()).isEqualTo(200);
    time.step(Duration.ofSeconds(299));
    assertThat(client.batch(0, four).status()).isEqualTo(429);
  }

  @Test
  void a_ban_outlasts_the_window() throws Exception {
    restartWith(operating(Accounting.PER_METHOD, Duration.ofMinutes(20)));
    get();
    get();
    time.step(Duration.ofMinutes(15));
    assertThat(get().status()).isEqualTo(429);
    time.step(Duration.ofMinutes(6));
    assertThat(get().status()).isEqualTo(200);
  }
}
