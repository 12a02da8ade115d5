package io.dealsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.sandbox.PortalClient.Reply;
import io.dealsync.sandbox.rest.OAuthDesk.Tokens;
import io.dealsync.sandbox.rest.Quirk;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may call, contract 4.2 and 5. */
class AccessTest {

  private final SteppedTime time = new SteppedTime();
  private final SandboxPortal portal =
      SandboxPortal.start(SandboxOptions.defaults().withTime(time, time));
  private final PortalClient client = PortalClient.of(portal);

  @AfterEach
  void stop() {
    portal.close();
  }

  private static void assertRefused(Reply reply, int status, String error) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.error()).isEqualTo(error);
    assertThat(reply.json().has("time")).isFalse();
  }

  @Test
  void a_wrong_or_revoked_webhook_has_invalid_credentials() throws Exception {
    PortalClient wrong = new PortalClient(portal.baseUrl().resolve("rest/1/wrong/"));
    assertRefused(wrong.call("scope", "{}"), 401, "INVALID_CREDENTIALS");
    portal.access().revokeSecret();
    Reply revoked = client.call("scope", "{}");
    assertRefused(revoked, 401, "INVALID_CREDENTIALS");
    assertThat(revoked.description()).isEqualTo("Invalid request credentials");
    portal.access().replaceSecret("another0code");
    assertThat(PortalClient.of(portal).call("scope", "{}").status()).isEqualTo(200);
    assertRefused(client.call("scope", "{}"), 401, "INVALID_CREDENTIALS");
  }

  @Test
  void a_dismissed_user_and_a_removed_application_have_errors_of_their_own() throws Exception {
    portal.access().userDismissed(true);
    assertRefused(client.call("scope", "{}"), 401, "authorization_error");
    portal.access().userDismissed(false);
    portal.access().applicationRemoved(true);
    assertThat(client.call("scope", "{}").status()).isEqualTo(200);
    PortalClient application = new PortalClient(portal.baseUrl().resolve("rest/"));
    assertRefused(application.call("scope", "{\"auth\":\"any\"}"), 401, "ERROR_OAUTH");
  }

  @Test
  void an_unknown_method_is_told_before_the_secret_is_looked_at() throws Exception {
    portal.access().revokeSecret();
    Reply reply = client.call("crm.nonsense", "{}");
    assertRefused(reply, 404, "ERROR_METHOD_NOT_FOUND");
    assertThat(reply.description()).isEqualTo("Method not found!");
  }

  @Test
  void a_missing_scope_is_told_alone_and_by_command() throws Exception {
    portal.access().scopes(Set.of("task"));
    assertRefused(client.call("crm.deal.contact.fields", "{}"), 403, "insufficient_scope");
    Reply batch = client.batch(0, "f", "crm.deal.contact.fields", "t", "server.time");
    assertThat(batch.result().path("result_error").path("f").path("error").asString())
        .isEqualTo("insufficient_scope");
    assertThat(batch.result().path("result").has("t")).isTrue();
  }

  @Test
  void plan_user_portal_and_overload_refuse_everything() throws Exception {
    portal.access().planExpired(true);
    Reply plan = client.call("scope", "{}");
    assertRefused(plan, 403, "ACCESS_DENIED");
    assertThat(plan.description()).isEqualTo("REST API is available only on commercial plans");
    portal.access().planExpired(false);
    portal.access().userBlocked(true);
    assertRefused(client.call("scope", "{}"), 403, "user_access_error");
    portal.access().userBlocked(false);
    portal.access().overloaded(true);
    assertRefused(client.call("scope", "{}"), 503, "OVERLOAD_LIMIT");
    portal.access().overloaded(false);
    portal.access().portalDeleted(true);
    assertRefused(client.call("scope", "{}"), 500, "PORTAL_DELETED");
    portal.access().portalDeleted(false);
    assertThat(client.call("scope", "{}").status()).isEqualTo(200);
  }

  @Test
  void a_deleted_portal_can_answer_403() throws Exception {
    try (SandboxPortal other =
        SandboxPortal.start(SandboxOptions.defaults().withQuirks(Quirk.PORTAL_DELETED_403))) {
      other.access().portalDeleted(true);
      assertRefused(PortalClient.of(other).call("scope", "{}"), 403, "PORTAL_DELETED");
    }
  }

  @Test
  void access_tokens_expire_and_unknown_ones_are_invalid() throws Exception {
    PortalClient oauth = new PortalClient(portal.restUrl());
    String token = portal.access().oauth().issue().accessToken();
    assertThat(oauth.get("scope?auth=" + token).status()).isEqualTo(200);
    time.step(Duration.ofMinutes(61));
    assertRefused(oauth.get("scope?auth=" + token), 401, "expired_token");
    assertRefused(oauth.get("scope?auth=nonsense"), 401, "invalid_token");
  }

  private Reply token(String grant) throws Exception {
    URI url = URI.create(portal.tokenUrl() + "?client_id=local.sandbox&" + grant);
    return PortalClient.send(HttpRequest.newBuilder(url).GET());
  }

  @Test
  void a_refresh_token_is_replaced_each_time_and_worthless_afterwards() throws Exception {
    Tokens first = portal.access().oauth().issue();
    String refresh = "client_secret=sandbox-client-secret&grant_type=refresh_token&refresh_token=";
    Reply renewed = token(refresh + first.refreshToken());
    assertThat(renewed.status()).isEqualTo(200);
    assertThat(renewed.json().path("expires_in").asLong()).isEqualTo(3600);
    assertThat(renewed.json().path("member_id").asString()).isEqualTo("sandbox");
    String next = renewed.json().path("refresh_token").asString();
    assertThat(next).isNotEqualTo(first.refreshToken());
    assertRefused(token(refresh + first.refreshToken()), 400, "invalid_grant");
    String access = renewed.json().path("access_token").asString();
    assertThat(new PortalClient(portal.restUrl()).get("scope?auth=" + access).status())
        .isEqualTo(200);
    assertThat(portal.access().oauth().refreshes()).isEqualTo(1);
    time.step(Duration.ofDays(181));
    assertRefused(token(refresh + next), 400, "invalid_grant");
  }

  @Test
  void an_authorization_code_is_good_once_for_thirty_seconds() throws Exception {
    String grant = "client_secret=sandbox-client-secret&grant_type=authorization_code&code=";
    String code = portal.access().oauth().issueCode();
    assertThat(token(grant + code).status()).isEqualTo(200);
    assertRefused(token(grant + code), 400, "invalid_grant");
    String late = portal.access().oauth().issueCode();
    time.step(Duration.ofSeconds(31));
    assertRefused(token(grant + late), 400, "invalid_grant");
  }

  @Test
  void token_errors_can_come_with_status_200() throws Exception {
    String wrongSecret = "client_secret=no&grant_type=refresh_token&refresh_token=x";
    assertRefused(token(wrongSecret), 401, "invalid_client");
    portal.access().oauth().errorsWithStatus200(true);
    assertRefused(token(wrongSecret), 200, "invalid_client");
    assertRefused(token("grant_type=password"), 200, "invalid_request");
  }

  @Test
  void a_renamed_portal_redirects_and_goes_on_under_its_new_address() throws Exception {
    URI old = portal.webhookUrl();
    portal.state().putDeal(7, "55/10/Y");
    portal.rename();
    Reply moved = client.call("crm.deal.contact.items.get?id=7", "{}");
    assertThat(moved.status()).isEqualTo(302);
    URI target = URI.create(moved.raw().headers().firstValue("Location").orElseThrow());
    assertThat(target).isEqualTo(portal.webhookUrl().resolve("crm.deal.contact.items.get?id=7"));
    assertThat(portal.webhookUrl().getPort()).isNotEqualTo(old.getPort());
    assertThat(PortalClient.of(portal).get("crm.deal.contact.items.get?id=7").result().size())
        .isEqualTo(1);
  }

  @Test
  void a_portal_renamed_twice_redirects_from_both_old_addresses() throws Exception {
    portal.rename();
    PortalClient second = PortalClient.of(portal);
    portal.rename();
    for (PortalClient old : List.of(client, second)) {
      Reply moved = old.call("crm.deal.contact.fields", "{}");
      assertThat(moved.status()).isEqualTo(302);
      assertThat(moved.raw().headers().firstValue("Location").orElseThrow())
          .isEqualTo(portal.webhookUrl().resolve("crm.deal.contact.fields").toString());
    }
    portal.retireOldAddresses();
    assertThatThrownBy(() -> second.call("crm.deal.contact.fields", "{}"))
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void consent_sends_the_user_back_with_a_code_and_the_state() throws Exception {
    Reply back =
        PortalClient.send(
            HttpRequest.newBuilder(
                portal.baseUrl().resolve("oauth/authorize/?client_id=local.sandbox&state=a%26b")));
    assertThat(back.status()).isEqualTo(302);
    URI location = URI.create(back.raw().headers().firstValue("Location").orElseThrow());
    assertThat(location.getRawQuery()).contains("state=a%26b", "member_id=sandbox");
    String code = location.getQuery().replaceAll("(?s).*code=([^&]+).*", "$1");
    assertThat(
            token(
                    "grant_type=authorization_code&client_id=local.sandbox"
                        + "&client_secret=sandbox-client-secret&code="
                        + code)
                .json()
                .path("refresh_token")
                .asString())
        .isNotBlank();
  }

  private Reply post(String path) throws Exception {
    return PortalClient.send(
        HttpRequest.newBuilder(portal.baseUrl().resolve(path))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void a_person_can_rename_the_portal_and_merge_contacts() throws Exception {
    portal.state().putContact(55);
    portal.state().putContact(56);
    portal.state().putDeal(7, "55/10/Y");

    assertThat(post("__sandbox/merge?contact=55&into=56").text()).contains("55 into 56");
    assertThat(portal.state().linksText(7)).isEqualTo("56/10/Y");
    assertThat(post("__sandbox/merge?contact=55&into=56").status()).isEqualTo(400);
    assertThat(client.get("/__sandbox/rename").status()).isEqualTo(405);

    URI before = portal.baseUrl();
    assertThat(post("__sandbox/rename").text()).contains(portal.baseUrl().toString());
    assertThat(portal.baseUrl()).isNotEqualTo(before);
  }

  @Test
  void nothing_printable_shows_the_secret() {
    String secret = portal.access().secret();
    assertThat(SandboxOptions.defaults().toString()).doesNotContain(secret);
    assertThat(portal.access().oauth().issue().toString()).doesNotContain("access-");
  }
}
