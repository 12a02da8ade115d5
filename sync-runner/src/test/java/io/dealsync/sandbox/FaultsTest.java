package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.fault.FaultFile;
import io.dealsync.sandbox.fault.FaultPlan;
import io.dealsync.sandbox.fault.FaultRule;
import io.dealsync.sandbox.rest.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault by itself, the ways to switch them on, and that they repeat. */
class FaultsTest {

  private static final String ADD = "crm.deal.contact.add";
  private static final String LINK_60 = "{\"id\":7,\"fields\":{\"CONTACT_ID\":60}}";
  private static final String BEFORE = "55/10/Y";
  private static final String AFTER = "55/10/Y 60/20/N";

  private final SteppedTime time = new SteppedTime();
  private final SandboxPortal portal =
      SandboxPortal.start(SandboxOptions.defaults().withTime(time, time).withLimits(Limits.none()));
  private final PortalClient client = PortalClient.of(portal);

  FaultsTest() {
    portal.state().putDeal(7, BEFORE);
    portal.state().putContact(55);
    portal.state().putContact(60);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private String links() {
    return portal.state().linksText(7);
  }

  @Test
  void a_connection_dropped_before_leaves_nothing_done() {
    portal.faults().add("drop-before:times=1");
    assertThatThrownBy(() -> client.call(ADD, LINK_60)).isInstanceOf(IOException.class);
    assertThat(links()).isEqualTo(BEFORE);
  }

  @Test
  void a_connection_dropped_after_leaves_everything_done() {
    portal.faults().add("drop-after:times=1");
    assertThatThrownBy(() -> client.call(ADD, LINK_60)).isInstanceOf(IOException.class);
    assertThat(links()).isEqualTo(AFTER);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 500, 502, 503, 504})
  void a_gateway_answers_html_with_or_without_effect(int status) throws Exception {
    portal.faults().add("html:times=1,status=" + status);
    Reply lost = client.call(ADD, LINK_60);
    assertThat(lost.status()).isEqualTo(status);
    assertThat(lost.text()).startsWith("<html>");
    assertThat(lost.raw().headers().firstValue("Content-Type").orElse("")).contains("text/html");
    assertThat(links()).isEqualTo(BEFORE);
    portal.faults().add("html:times=1,executed=yes,status=" + status);
    assertThat(client.call(ADD, LINK_60).status()).isEqualTo(status);
    assertThat(links()).isEqualTo(AFTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncate", "stall:for=9"})
  void a_body_breaks_off_after_the_effect(String fault) {
    portal.faults().add(fault);
    assertThatThrownBy(() -> client.call(ADD, LINK_60)).isInstanceOf(IOException.class);
    assertThat(links()).isEqualTo(AFTER);
  }

  @Test
  void a_slow_answer_takes_its_time() throws Exception {
    portal.faults().add("slow:for=90");
    var before = time.instant();
    assertThat(client.call(ADD, LINK_60).status()).isEqualTo(200);
    assertThat(Duration.between(before, time.instant())).isEqualTo(Duration.ofSeconds(90));
  }

  private Reply threeAdds() throws Exception {
    return client.batch(
        0,
        "a",
        ADD + "?id=7&fields[CONTACT_ID]=60",
        "b",
        ADD + "?id=7&fields[CONTACT_ID]=61",
        "c",
        ADD + "?id=7&fields[CONTACT_ID]=62");
  }

  @Test
  void a_replacement_can_die_between_unlinking_and_linking() {
    portal.state().putDeal(7, "55/10/Y 60/20/N 61/30/N");
    String set =
        "{\"id\":7,\"items\":[{\"CONTACT_ID\":61},{\"CONTACT_ID\":62},{\"CONTACT_ID\":60}]}";
    portal.faults().add("cut-set:times=1");
    assertThatThrownBy(() -> client.call("crm.deal.contact.items.set", set))
        .isInstanceOf(IOException.class);
    assertThat(links()).isEqualTo("60/20/N 61/30/N");
  }

  @Test
  void in_a_batch_what_follows_a_replacement_that_died_is_not_executed() throws Exception {
    portal.faults().add("cut-set:end=html,times=1");
    Reply lost =
        client.batch(
            0,
            "a",
            ADD + "?id=7&fields[CONTACT_ID]=60",
            "b",
            "crm.deal.contact.items.set?id=7&items[0][CONTACT_ID]=60",
            "c",
            ADD + "?id=7&fields[CONTACT_ID]=62");
    assertThat(lost.status()).isEqualTo(504);
    assertThat(links()).isEqualTo("60/20/N");
  }

  @Test
  void a_replacement_that_dies_is_spared_by_requests_without_one() throws Exception {
    portal.faults().add("cut-set");
    assertThat(client.call(ADD, LINK_60).status()).isEqualTo(200);
  }

  @Test
  void a_batch_can_die_half_way() throws Exception {
    portal.faults().add("cut-batch:commands=2,times=1");
    assertThatThrownBy(this::threeAdds).isInstanceOf(IOException.class);
    assertThat(links()).isEqualTo("55/10/Y 60/20/N 61/30/N");
    portal.faults().add("cut-batch:commands=0,end=html,times=1");
    assertThat(threeAdds().status()).isEqualTo(504);
    assertThat(links()).isEqualTo("55/10/Y 60/20/N 61/30/N");
    portal.faults().add("cut-batch:commands=1,end=hang,for=60,times=1");
    assertThatThrownBy(this::threeAdds).isInstanceOf(IOException.class);
    assertThat(client.call("scope", "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "rate-limit, 503, QUERY_LIMIT_EXCEEDED",
    "operation-limit, 429, OPERATION_TIME_LIMIT",
    "overload, 503, OVERLOAD_LIMIT",
    "plan-expired, 403, ACCESS_DENIED",
    "secret-revoked, 401, INVALID_CREDENTIALS",
    "user-dismissed, 401, authorization_error",
    "application-removed, 401, ERROR_OAUTH",
    "expired-token, 401, expired_token",
    "user-blocked, 403, user_access_error",
    "portal-deleted, 500, PORTAL_DELETED",
    "internal-error, 500, INTERNAL_SERVER_ERROR"
  })
  void the_portals_own_errors_come_from_the_nth_request_on(String kind, int status, String error)
      throws Exception {
    portal.faults().add(kind + ":after=2");
    assertThat(client.call("scope", "{}").status()).isEqualTo(200);
    assertThat(client.call("scope", "{}").status()).isEqualTo(200);
    for (int i = 0; i < 2; i++) {
      Reply refused = client.call(ADD, LINK_60);
      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused.error()).isEqualTo(error);
    }
    assertThat(links()).isEqualTo(BEFORE);
  }

  @Test
  void a_burst_hits_several_requests_in_a_row() throws Exception {
    portal.faults().add("rate-limit:after=1,times=3,burst=3");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      statuses.add(client.call("scope", "{}").status());
    }
    assertThat(statuses).containsExactly(200, 503, 503, 503, 200, 200);
  }

  @Test
  void one_command_of_a_batch_can_be_over_its_operating_time() throws Exception {
    portal.faults().add("command-limit:method=" + ADD + ",times=1");
    Reply reply = threeAdds();
    assertThat(reply.result().path("result_error").path("a").path("error").asString())
        .isEqualTo("OPERATION_TIME_LIMIT");
    assertThat(links()).isEqualTo("55/10/Y 61/20/N 62/30/N");
  }

  @Test
  void somebody_edits_the_deal_between_two_calls_as_told() throws Exception {
    portal.faults().add("foreign-edit:deal=7,rows=70/10/Y+71/20/N,times=1");
    Reply reply = client.call("crm.deal.contact.items.get", "{\"id\":7}");
    assertThat(reply.result().size()).isEqualTo(2);
    assertThat(links()).isEqualTo("70/10/Y 71/20/N");
    assertThat(portal.faults().strikes().getFirst().detail())
        .isEqualTo("deal 7: [55/10/Y] -> [70/10/Y 71/20/N]");
  }

  @Test
  void somebody_edits_the_deal_in_the_middle_of_a_batch() throws Exception {
    portal.faults().add("foreign-edit:deal=7,rows=70/10/Y,inside=yes,times=1");
    threeAdds();
    assertThat(links()).startsWith("70/10/Y");
  }

  @Test
  void a_random_edit_hits_a_deal_the_request_speaks_of() throws Exception {
    portal.state().putDeal(8, "55/10/Y");
    portal.faults().add("foreign-edit:method=crm.deal.contact.items.get,p=0.7");
    for (int i = 0; i < 20; i++) {
      client.call("crm.deal.contact.items.get", "{\"id\":7}");
    }
    assertThat(portal.state().linksText(8)).isEqualTo("55/10/Y");
    assertThat(portal.faults().strikes())
        .isNotEmpty()
        .allMatch(strike -> strike.detail().startsWith("deal 7: "));
  }

  @Test
  void a_deal_or_a_contact_vanishes_between_two_calls() throws Exception {
    portal.faults().add("contact-vanishes:times=1");
    client.call("crm.deal.contact.items.get", "{\"id\":7}");
    assertThat(links()).isEmpty();
    assertThat(portal.state().hasContact(55)).isFalse();
    portal.faults().add("deal-vanishes:times=1");
    client.call("crm.deal.contact.items.get", "{\"id\":7}");
    assertThat(portal.state().hasDeal(7)).isFalse();
  }

  @Test
  void a_rule_can_be_meant_for_one_method_also_inside_batches() throws Exception {
    portal.faults().add("rate-limit:method=" + ADD);
    assertThat(client.call("scope", "{}").status()).isEqualTo(200);
    assertThat(client.batch(0, "s", "scope").status()).isEqualTo(200);
    assertThat(threeAdds().status()).isEqualTo(503);
    assertThat(client.call(ADD, LINK_60).status()).isEqualTo(503);
  }

  private static List<Integer> statuses(long seed, int requests) throws Exception {
    SandboxOptions options =
        SandboxOptions.defaults()
            .withFaults(
                seed,
                List.of(
                    FaultRule.parse("rate-limit:p=0.3"), FaultRule.parse("html:p=0.3,status=502")));
    try (SandboxPortal portal = SandboxPortal.start(options)) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        statuses.add(PortalClient.of(portal).call("scope", "{}").status());
      }
      return statuses;
    }
  }

  @Test
  void the_same_seed_strikes_the_same_requests() throws Exception {
    assertThat(statuses(7, 60)).isEqualTo(statuses(7, 60)).contains(200, 502, 503);
    assertThat(statuses(8, 60)).isNotEqualTo(statuses(7, 60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop-after:method=batch,p=0.05",
        "html:status=504,executed=yes,after=3",
        "stall:for=2.5",
        "cut-batch:commands=3,end=hang,for=1.0,times=2",
        "foreign-edit:deal=5,rows=55/10/Y+54/20/N,inside=yes",
        "rate-limit:burst=4",
        "contact-vanishes:contact=9"
      })
  void a_rule_reads_back_what_it_writes(String text) {
    assertThat(FaultRule.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          explode             | unknown kind of fault 'explode'
          html:status=x       | 'status' of fault 'html' is not a number: x
          html:colour=red     | fault 'html' does not know colour
          html:p=7            | a probability is between 0 and 1, not 7.0
          cut-batch:end=bang  | end is close, html or hang, not 'bang'
          """)
  void a_wrong_rule_is_refused_in_words(String text, String message) {
    assertThatThrownBy(() -> FaultRule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void faults_come_from_a_file_in_yaml_or_json() {
    FaultPlan plan = new FaultPlan(time, 1);
    FaultFile.parse("seed: 9\nfaults:\n  - drop-after:p=0.5\n  - truncate\n").addTo(plan);
    assertThat(plan.seed()).isEqualTo(9);
    assertThat(plan.tallies()).hasSize(2);
    FaultFile.parse("{\"faults\":[\"rate-limit:times=1\"]}").addTo(plan);
    FaultFile.parse("[\"overload\"]").addTo(plan);
    assertThat(plan.tallies()).hasSize(4);
    assertThatThrownBy(() -> FaultFile.parse("{}")).hasMessage("no faults in the text");
  }

  private Reply control(String method, String body) throws Exception {
    URI url = portal.baseUrl().resolve("__sandbox/faults");
    return PortalClient.send(
        HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void faults_can_be_changed_and_watched_at_run_time() throws Exception {
    assertThat(control("POST", "{\"faults\":[\"rate-limit:times=1\"]}").status()).isEqualTo(200);
    assertThat(client.call("scope", "{}").status()).isEqualTo(503);
    Reply seen = control("GET", "");
    assertThat(seen.json().path("rules").get(0).path("struck").asInt()).isEqualTo(1);
    assertThat(seen.json().path("strikes").get(0).path("method").asString()).isEqualTo("scope");
    control("POST", "{\"faults\":[\"overload\"]}");
    control("DELETE", "");
    assertThat(client.call("scope", "{}").status()).isEqualTo(200);
    assertThat(control("POST", "{\"faults\":[\"explode\"]}").status()).isEqualTo(400);
  }

  @Test
  void a_page_in_a_browser_cannot_change_the_faults() throws Exception {
    Reply reply =
        PortalClient.send(
            HttpRequest.newBuilder(portal.baseUrl().resolve("__sandbox/faults"))
                .header("Origin", "https://example.org")
                .POST(HttpRequest.BodyPublishers.ofString("[\"overload\"]")));
    assertThat(reply.status()).isEqualTo(403);
    assertThat(portal.faults().tallies()).isEmpty();
  }
}
