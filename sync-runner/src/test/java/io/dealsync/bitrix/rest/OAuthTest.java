package io.dealsync.bitrix.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dealsync.bitrix.RecordingListener;
import io.dealsync.bitrix.ScriptedPortal;
import io.dealsync.bitrix.auth.FileTokenStore;
import io.dealsync.bitrix.auth.OAuth;
import io.dealsync.bitrix.auth.TokenServer;
import io.dealsync.bitrix.auth.Tokens;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OAuthTest {

  private static final String DONE = "{\"result\":true,\"time\":{}}";
  private static final String EXPIRED =
      "{\"error\":\"expired_token\",\"error_description\":\"expired\"}";

  @TempDir Path folder;

  private final ScriptedPortal portal = new ScriptedPortal();
  private final ScriptedPortal tokenServer = new ScriptedPortal();
  private final Caller caller = new Caller(Priority.BULK);
  private final List<RestClient> clients = new ArrayList<>();
  private final RecordingListener listener = new RecordingListener();
  private FileTokenStore store;

  @BeforeEach
  void authorised() {
    store = new FileTokenStore(folder.resolve("tokens.json"));
    store.keep(tokens("access1", "refresh1"));
  }

  @AfterEach
  void close() {
    clients.forEach(RestClient::close);
    portal.close();
    tokenServer.close();
  }

  private Tokens tokens(String access, String refresh) {
    return new Tokens(access, refresh, URI.create(portal.origin() + "/rest/"));
  }

  private String renewed(String access, String refresh) {
    return "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"client_endpoint\":\"%s/rest/\"}"
        .formatted(access, refresh, portal.origin());
  }

  private RestClient client() {
    return client(Optional.of(URI.create(tokenServer.origin() + "/token/")));
  }

  private RestClient client(Optional<URI> tokenEndpoint) {
    RestClient client =
        new RestClient(
            new OAuth("app.1", "appsecret", tokenEndpoint, store),
            RestSettings.DEFAULT.rate(BucketRate.UNLIMITED),
            listener,
            new SteppedTime(),
            new Random(1));
    clients.add(client);
    return client;
  }

  private Reply<Boolean> write(RestClient client) {
    return client.call(
        Call.writing("m", generator -> generator.writeNumberProperty("id", 5), Json::truth),
        caller);
  }

  @Test
  void sends_the_token_in_the_body_once() {
    portal.then(DONE);

    assertThat(write(client())).isInstanceOf(Reply.Result.class);
    assertThat(portal.requests().get(0).path()).isEqualTo("/rest/m.json");
    assertThat(portal.requests().get(0).body()).isEqualTo("{\"auth\":\"access1\",\"id\":5}");
    assertThat(tokenServer.requests()).isEmpty();
  }

  @Test
  void an_expired_token_is_renewed_and_the_new_pair_kept_before_it_is_used() {
    List<String> keptWhenUsed = new ArrayList<>();
    tokenServer.then(renewed("access2", "refresh2"));
    portal
        .then(401, EXPIRED)
        .thenAnswer(
            body -> {
              keptWhenUsed.add(store.current().access() + " " + store.current().refresh());
              return DONE;
            });

    assertThat(write(client())).isInstanceOf(Reply.Result.class);
    assertThat(keptWhenUsed).containsExactly("access2 refresh2");
    assertThat(portal.requests().get(1).body()).contains("\"auth\":\"access2\"");
    ScriptedPortal.Request renewal = tokenServer.requests().get(0);
    assertThat(renewal.verb() + " " + renewal.path()).isEqualTo("POST /token/");
    assertThat(renewal.contentType()).isEqualTo("application/x-www-form-urlencoded");
    assertThat(renewal.body())
        .isEqualTo(
            "grant_type=refresh_token&client_id=app.1&client_secret=appsecret"
                + "&refresh_token=refresh1");
  }

  @Test
  void a_call_that_is_stopped_while_its_token_is_renewed_keeps_the_new_pair() {
    Thread waiting = Thread.currentThread();
    portal.then(401, EXPIRED);
    tokenServer.thenAnswer(
        body -> {
          waiting.interrupt();
          return renewed("access2", "refresh2");
        });
    RestClient client = client();
    Call<Boolean> reading = Call.reading("m", generator -> {}, Json::truth);

    PortalFailure failure =
        catchThrowableOfType(PortalFailure.class, () -> client.call(reading, caller));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.kind()).isEqualTo(Kind.STOPPED);
    assertThat(store.current().refresh()).isEqualTo("refresh2");
    assertThat(portal.requests()).hasSize(1);
  }

  @Test
  void many_expired_requests_renew_once() throws InterruptedException {
    tokenServer.then(renewed("access2", "refresh2"));
    portal.otherwise(body -> body.contains("access2") ? DONE : EXPIRED);
    RestClient client = client();
    List<Thread> threads =
        Stream.generate(() -> Thread.ofVirtual().unstarted(() -> write(client))).limit(8).toList();

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(tokenServer.requests()).hasSize(1);
    assertThat(store.current().refresh()).isEqualTo("refresh2");
  }

  @Test
  void two_processes_renew_once() {
    tokenServer.then(renewed("access2", "refresh2"));
    portal.otherwise(body -> body.contains("access2") ? DONE : EXPIRED);
    RestClient one = client();
    RestClient other = client();

    write(one);
    write(other);

    assertThat(tokenServer.requests()).hasSize(1);
  }

  @Test
  void a_portal_that_was_renamed_is_found_through_its_new_tokens_and_told_as_moved() {
    try (ScriptedPortal renamed = new ScriptedPortal()) {
      tokenServer.then(renewed("access2", "refresh2").replace(portal.origin(), renamed.origin()));
      portal.then(401, EXPIRED);
      renamed.thenProof().then(DONE);
      RestClient client = client();

      assertThat(write(client)).isInstanceOf(Reply.Result.class);

      assertThat(renamed.requests().get(0).body()).isEqualTo("{}");
      assertThat(listener.lines())
          .contains(
              "renamed %s to %s"
                  .formatted(portal.origin().substring(7), renamed.origin().substring(7)),
              "settled at " + renamed.origin());
      assertThat(client.relocation().orElseThrow().now()).isEqualTo(renamed.origin());
      assertThat(store.current().endpoint()).isEqualTo(URI.create(portal.origin() + "/rest/"));
    }
  }

  @Test
  void tokens_go_to_no_address_that_an_answer_names_unless_a_portal_is_proven_there() {
    try (ScriptedPortal elsewhere = new ScriptedPortal()) {
      tokenServer.then(renewed("access2", "refresh2").replace(portal.origin(), elsewhere.origin()));
      elsewhere.otherwiseHtml(200);
      portal.then(401, EXPIRED).then(DONE);

      assertThat(write(client())).isInstanceOf(Reply.Result.class);

      assertThat(elsewhere.requests().toString()).doesNotContain("access");
      assertThat(listener.lines())
          .contains("unproven %s at 127.0.0.1".formatted(portal.origin().substring(7)))
          .noneMatch(line -> line.startsWith("settled") || line.startsWith("renamed"));
    }
  }

  @Test
  void a_pair_is_renewed_by_the_server_that_issued_it_and_the_next_one_by_the_one_it_names() {
    try (ScriptedPortal east = new ScriptedPortal();
        ScriptedPortal west = new ScriptedPortal()) {
      store.keep(
          new Tokens(
              "access1",
              "refresh1",
              URI.create(portal.origin() + "/rest/"),
              Optional.of(URI.create(east.origin() + "/rest/"))));
      east.then(
          renewed("access2", "refresh2")
              .replace("}", ",\"server_endpoint\":\"%s/rest/\"}".formatted(west.origin())));
      west.then(renewed("access3", "refresh3"));
      portal.then(401, EXPIRED).then(DONE).then(401, EXPIRED).then(DONE);
      RestClient client = client(Optional.empty());

      write(client);
      write(client);

      assertThat(east.requests()).hasSize(1);
      assertThat(east.requests().get(0).path()).isEqualTo("/oauth/token/");
      assertThat(west.requests().get(0).body()).contains("refresh2");
      assertThat(store.current().server()).contains(URI.create(west.origin() + "/rest/"));
    }
  }

  @Test
  void what_a_token_server_says_is_masked_and_cut() {
    for (String error : List.of("refresh1 appsecret access1", "A".repeat(1_000_000), "100%s %d")) {
      portal.then(401, EXPIRED);
      tokenServer.thenError(400, error, "no");

      PortalFailure failure = catchThrowableOfType(PortalFailure.class, () -> write(client()));

      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure.getMessage())
          .contains("gives no tokens")
          .doesNotContain("refresh1", "appsecret", "access1")
          .hasSizeLessThan(500);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://oauth.bitrix24.tech/rest/, https://oauth.bitrix24.tech/oauth/token/",
    "https://OAUTH.bitrix.info/rest/, https://OAUTH.bitrix.info/oauth/token/",
    "https://oauth.bitrix24.tech.evil.example/rest/, https://oauth.bitrix.info/oauth/token/",
    "http://oauth.bitrix24.tech/rest/, https://oauth.bitrix.info/oauth/token/",
    "not an address, https://oauth.bitrix.info/oauth/token/",
    "http://127.0.0.1:9997/rest/, https://oauth.bitrix.info/oauth/token/",
  })
  void the_applications_key_goes_to_known_token_servers_only(String named, URI used) {
    URI acme = URI.create("https://acme.bitrix24.com/rest/");
    Tokens pair = new Tokens("access1", "refresh1", acme, TokenServer.named(named, acme));

    assertThat(new OAuth("app.1", "appsecret", Optional.empty(), store).tokenEndpoint(pair))
        .isEqualTo(used);
  }

  @Test
  void tokens_that_are_refused_even_when_new_end_the_run() {
    tokenServer
        .then(renewed("access2", "refresh2"))
        .then(renewed("access3", "refresh3"))
        .then(renewed("access4", "refresh4"));
    portal.otherwiseError(401, "expired_token", "expired");

    PortalFailure failure = catchThrowableOfType(PortalFailure.class, () -> write(client()));

    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    assertThat(tokenServer.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant, CONFIGURATION, authorise the application again",
    "200, WRONG_CLIENT, CONFIGURATION, its id is wrong (oauth.client-id)",
    "401, authorization_error, CONFIGURATION, was dismissed",
    "401, ERROR_OAUTH, CONFIGURATION, was removed from the portal",
    "401, NOT_INSTALLED, CONFIGURATION, was removed from the portal",
    "400, insufficient_scope, CONFIGURATION, the scope crm",
    "400, something_new, CONFIGURATION, (something_new): a user must authorise",
    "401, invalid_client, CONFIGURATION, check its id and key",
    "200, PAYMENT_REQUIRED, REFUSED, subscription has ended",
  })
  void a_refused_renewal_says_what_to_do(int status, String error, Kind kind, String words) {
    portal.then(401, EXPIRED);
    tokenServer.thenError(status, error, "refresh1 appsecret");

    PortalFailure failure = catchThrowableOfType(PortalFailure.class, () -> write(client()));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageContaining(words)
        .hasMessageNotContaining("refresh1")
        .hasMessageNotContaining("appsecret");
    assertThat(store.current().refresh()).isEqualTo("refresh1");
  }

  @Test
  void a_token_server_that_stays_broken_ends_the_run_for_now() {
    portal.then(401, EXPIRED);
    tokenServer.thenHtml(502).thenDrop().thenHtml(500);

    PortalFailure failure = catchThrowableOfType(PortalFailure.class, () -> write(client()));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void an_answer_without_tokens_is_no_renewal() {
    portal.then(401, EXPIRED);
    tokenServer.then("{\"access_token\":\"\"}");

    PortalFailure failure = catchThrowableOfType(PortalFailure.class, () -> write(client()));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(store.current().access()).isEqualTo("access1");
  }

  @Test
  void the_token_file_is_for_its_owner_only_and_never_half_written() throws IOException {
    Path file = folder.resolve("tokens.json");
    store.renew(store.current(), old -> tokens("access2", "refresh2"));

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("tokens.json.lock"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(store.current()).isEqualTo(tokens("access2", "refresh2"));
  }

  @Test
  void a_failed_renewal_keeps_the_old_pair() {
    assertThatThrownBy(
            () ->
                store.renew(
                    store.current(),
                    old -> {
                      throw new PortalFailure(Kind.UNREACHABLE, "no");
                    }))
        .isInstanceOf(PortalFailure.class);
    assertThat(store.current()).isEqualTo(tokens("access1", "refresh1"));
  }

  @Test
  void a_missing_or_damaged_token_file_is_told_without_its_content() throws IOException {
    Path file = folder.resolve("tokens.json");
    Files.writeString(file, "{\"access_token\":\"access1\", garbage");

    assertThatThrownBy(store::current)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("tokens.json")
        .hasMessageNotContaining("access1");

    Files.delete(file);

    assertThatThrownBy(store::current)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("tokens.json");
  }

  @Test
  void text_forms_hide_secrets_and_plain_http_is_refused() {
    URI central = URI.create("https://oauth.bitrix.info/oauth/token/");

    assertThat(new OAuth("app.1", "appsecret", Optional.of(central), store).toString())
        .contains("app.1");
    assertThat(new OAuth("app.1", "appsecret", Optional.of(central), store).toString())
        .doesNotContain("appsecret");
    assertThat(tokens("access1", "refresh1").toString())
        .doesNotContain("access1")
        .doesNotContain("refresh1");
    assertThatThrownBy(() -> new Tokens("a", "r", URI.create("http://acme.bitrix24.com/rest/")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new OAuth("a", "s", Optional.of(URI.create("http://oauth.example/")), store))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
