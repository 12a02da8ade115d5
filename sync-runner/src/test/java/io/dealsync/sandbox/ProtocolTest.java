package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.rest.Quirk;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How requests are read and what responses look like, contract 3.1. */
class ProtocolTest {

  private final SteppedTime time = new SteppedTime();
  private SandboxPortal portal = portal();
  private PortalClient client = PortalClient.of(portal);

  private SandboxPortal portal(Quirk... quirks) {
    SandboxPortal started =
        SandboxPortal.start(SandboxOptions.defaults().withTime(time, time).withQuirks(quirks));
    started.state().putDeal(7, "55/10/Y");
    return started;
  }

  private void restartWith(Quirk... quirks) {
    portal.close();
    portal = portal(quirks);
    client = PortalClient.of(portal);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crm.deal.contact.items.get?id=7",
        "crm.deal.contact.items.get.json?id=7",
        "crm.deal.contact.items.get/?id=7",
        "CRM.Deal.Contact.Items.GET?ID=7",
        "crm.deal.contact.items.get.json/?id=7"
      })
  void every_form_of_the_url_reaches_the_method(String url) throws Exception {
    Reply reply = client.get(url);
    assertThat(reply.result().size()).isEqualTo(1);
    assertThat(reply.raw().headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
  }

  @Test
  void forms_can_come_in_parts() throws Exception {
    String body =
        """
        --x7Bound
        Content-Disposition: form-data; name="id"

        7
        --x7Bound
        Content-Disposition: form-data; name="fields[CONTACT_ID]"

        60
        --x7Bound
        Content-Disposition: form-data; name="fields[SORT]"; filename="sort.txt"
        Content-Type: text/plain

        99
        --x7Bound--
        """
            .replace("\n", "\r\n");
    Reply reply =
        PortalClient.send(
            HttpRequest.newBuilder(portal.webhookUrl().resolve("crm.deal.contact.add"))
                .header("Content-Type", "multipart/form-data; boundary=x7Bound")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(reply.result().asBoolean()).isTrue();
    assertThat(portal.state().linksText(7)).isEqualTo("55/10/Y 60/20/N");
  }

  @Test
  void a_form_in_parts_without_a_boundary_has_no_parameters() throws Exception {
    Reply reply =
        PortalClient.send(
            HttpRequest.newBuilder(portal.webhookUrl().resolve("crm.deal.contact.items.get"))
                .header("Content-Type", "multipart/form-data")
                .POST(HttpRequest.BodyPublishers.ofString("id=7")));
    assertThat(reply.description()).contains("ownerEntityID is invalid");
  }

  @Test
  void the_other_url_form_takes_a_token_as_parameter_or_header() throws Exception {
    String token = portal.access().oauth().issue().accessToken();
    PortalClient oauth = new PortalClient(portal.restUrl());
    String call = "crm.deal.contact.items.get?id=7";
    assertThat(oauth.get(call + "&auth=" + token).status()).isEqualTo(200);
    assertThat(oauth.get(call + "&access_token=" + token).status()).isEqualTo(200);
    HttpRequest.Builder bearer =
        HttpRequest.newBuilder(portal.restUrl().resolve(call + "&auth=nonsense"))
            .header("Authorization", "Bearer " + token);
    assertThat(PortalClient.send(bearer).status()).isEqualTo(200);
    assertThat(oauth.get(call).error()).isEqualTo("NO_AUTH_FOUND");
  }

  @Test
  void forms_nest_by_brackets() throws Exception {
    client.form(
        "crm.deal.contact.items.set",
        "id=7&items%5B0%5D%5BCONTACT_ID%5D=60&items[0][SORT]=5&items%5B1%5D[CONTACT_ID]=61");
    assertThat(portal.state().linksText(7)).isEqualTo("60/5/Y 61/20/N");
    client.form("crm.deal.contact.items.set", "id=7&items[][CONTACT_ID]=62&items[][CONTACT_ID]=63");
    assertThat(portal.state().linksText(7)).isEqualTo("62/10/Y 63/20/N");
  }

  @Test
  void a_form_cannot_say_empty_list() throws Exception {
    Reply reply = client.form("crm.deal.contact.items.set", "id=7");
    assertThat(reply.description()).isEqualTo("The parameter items must be array.");
  }

  @Test
  void query_parameters_are_merged_and_the_body_wins() throws Exception {
    portal.state().putDeal(8, "56/10/Y");
    Reply reply = client.call("crm.deal.contact.items.get?id=7", "{\"id\":8}");
    assertThat(reply.result().get(0).path("CONTACT_ID").asLong()).isEqualTo(56);
    Reply merged = client.call("crm.deal.contact.add?id=7", "{\"fields\":{\"CONTACT_ID\":70}}");
    assertThat(merged.result().asBoolean()).isTrue();
  }

  @Test
  void broken_json_counts_as_no_parameters() throws Exception {
    Reply reply = client.call("crm.deal.contact.items.get", "{\"id\":7");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.description())
        .isEqualTo("The parameter ownerEntityID is invalid or not defined.");
  }

  @Test
  void long_forms_lose_their_end_when_variables_are_limited() throws Exception {
    String items =
        IntStream.range(0, 1100)
            .mapToObj(i -> "items[%d][CONTACT_ID]=%d".formatted(i, i + 1))
            .collect(Collectors.joining("&"));
    client.form("crm.deal.contact.items.set", "id=7&" + items);
    assertThat(portal.state().links(7)).hasSize(1100);
    restartWith(Quirk.MAX_INPUT_VARS);
    client.form("crm.deal.contact.items.set", "id=7&" + items);
    assertThat(portal.state().links(7)).hasSize(999);
  }

  @Test
  void a_success_comes_with_time() throws Exception {
    Reply reply = client.call("crm.deal.contact.items.get", "{\"id\":7}");
    assertThat(reply.text())
        .isEqualTo(
            """
            {"result":[{"CONTACT_ID":55,"SORT":10,"ROLE_ID":0,"IS_PRIMARY":"Y"}],\
            "time":{"start":1773222863,"finish":1773222863,"duration":0,"processing":0,\
            "date_start":"2026-03-11T12:54:23+03:00","date_finish":"2026-03-11T12:54:23+03:00",\
            "operating_reset_at":1773223463,"operating":0}}""");
    time.step(Duration.ofNanos(10_012_345));
    assertThat(client.call("server.time", "{}").text()).contains("\"start\":1773222863.010012,");
  }

  @Test
  void times_can_be_whole_numbers() throws Exception {
    restartWith(Quirk.WHOLE_SECONDS);
    time.step(Duration.ofMillis(1500));
    JsonNode block = client.call("server.time", "{}").json().path("time");
    assertThat(block.path("start").isIntegralNumber()).isTrue();
    assertThat(block.path("duration").isIntegralNumber()).isTrue();
  }

  @Test
  void a_self_hosted_portal_tells_no_operating_time() throws Exception {
    restartWith(Quirk.SELF_HOSTED);
    JsonNode block = client.call("server.time", "{}").json().path("time");
    assertThat(block.has("operating")).isFalse();
    assertThat(block.has("operating_reset_at")).isFalse();
  }

  @Test
  void errors_can_come_under_unusual_statuses() throws Exception {
    restartWith(Quirk.ERRORS_WITH_STATUS_200);
    assertThat(client.call("crm.deal.contact.items.get", "{}").status()).isEqualTo(200);
    restartWith(Quirk.ERRORS_WITH_STATUS_401);
    assertThat(client.call("crm.deal.contact.items.get", "{}").status()).isEqualTo(401);
  }

  @Test
  void a_preflight_learns_time_scope_and_user() throws Exception {
    assertThat(client.call("server.time", "{}").result().asString())
        .isEqualTo("2026-03-11T12:54:23+03:00");
    assertThat(client.call("scope", "{}").result().toString()).isEqualTo("[\"crm\"]");
    assertThat(client.call("profile", "{}").result().path("ID").asString()).isEqualTo("1");
    assertThat(client.call("app.info", "{}").result().path("SCOPE").asString()).isEqualTo("crm");
  }
}
