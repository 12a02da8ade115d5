package io.dealsync.bitrix;

import static io.dealsync.bitrix.Changes.ANY_TIME;
import static io.dealsync.bitrix.Changes.FOREVER;
import static io.dealsync.bitrix.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.auth.Authentication;
import io.dealsync.bitrix.auth.FileTokenStore;
import io.dealsync.bitrix.auth.OAuth;
import io.dealsync.bitrix.auth.Tokens;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.link.Link;
import io.dealsync.plan.Method;
import io.dealsync.portal.Questions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong, nothing that people or machines get to see holds a secret. */
@Timeout(60)
class SecretsTest {

  private static final String CODE = ScriptedPortal.SECRET;
  private static final List<String> SECRETS =
      List.of(CODE, "access-t0ken", "refresh-t0ken", "app-s3cret", "access-n3w", "refresh-n3w");
  private static final String ECHO = String.join(" ", SECRETS.subList(0, 4));

  private static final String RENEWED_ECHO = ECHO.replace(' ', '.');

  @TempDir Path folder;

  private final StringWriter seen = new StringWriter();
  private final RecordingListener listener = new RecordingListener();

  private enum Trouble {
    DROPPED(portal -> forAll(portal, ScriptedPortal::thenDrop)),
    TRUNCATED(portal -> forAll(portal, p -> p.thenTruncate(ECHO))),
    STALLED(portal -> portal.thenStall().thenStall().thenStall()),
    NOT_JSON(portal -> forAll(portal, p -> p.then(ECHO))),
    HTML(portal -> portal.otherwiseHtml(502)),
    NO_AUTH(portal -> portal.otherwiseError(401, "NO_AUTH_FOUND", ECHO)),
    NO_SCOPE(portal -> portal.otherwiseError(403, "insufficient_scope", ECHO)),
    EXPIRED(portal -> portal.otherwiseError(401, "expired_token", ECHO)),
    REFUSED_ONCE_RENEWED(
        portal ->
            portal.thenError(401, "expired_token", ECHO).otherwiseError(400, "", RENEWED_ECHO)),
    REFUSED(portal -> portal.otherwiseError(400, "", ECHO)),
    CODE_WITH_SECRET(portal -> portal.otherwiseError(400, ECHO, ECHO)),
    TOO_FAST(portal -> portal.otherwiseError(503, "QUERY_LIMIT_EXCEEDED", ECHO)),
    BUDGET(portal -> portal.otherwiseError(429, "OPERATION_TIME_LIMIT", ECHO)),
    CORE(portal -> portal.otherwiseError(500, "ERROR_CORE", ECHO)),
    REDIRECT(portal -> forAll(portal, p -> p.thenRedirect("http://elsewhere.invalid"))),
    LOOP(portal -> forAll(portal, p -> p.thenRedirect(portal.origin()))),
    COMMANDS_REFUSED(portal -> portal.otherwise(refusing(""))),
    COMMANDS_DENIED(portal -> portal.otherwise(refusing("ACCESS_DENIED"))),
    COMMANDS_FAILED(portal -> portal.otherwise(refusing("ERROR_CORE"))),
    COMMANDS_UNAUTHORISED(portal -> portal.otherwise(refusing("NO_AUTH_FOUND"))),
    COMMANDS_BLOCKED(portal -> portal.otherwise(refusing("OPERATION_TIME_LIMIT"))),
    REDIRECT_REPEATING_THEM(
        portal ->
            forAll(
                portal, p -> p.thenRedirect("https://" + ECHO.replace(' ', '.') + ".invalid:1"))),
    REDIRECT_TO_A_NAME_WITHOUT_END(
        portal -> forAll(portal, p -> p.thenRedirect("https://" + "a.".repeat(50_000) + "com"))),
    LINK_FIELDS(
        portal ->
            portal.otherwise(
                body ->
                    new BatchScript()
                        .result(
                            "fields",
                            "{\"CONTACT_ID\":{\"type\":\"%s \\u001b[31m\\nFORGED %s\"}}"
                                .formatted(ECHO, "A".repeat(1_000_000)))
                        .apply(body))),
    ODD_RESULTS(portal -> portal.otherwise(body -> "{\"result\":{\"" + ECHO + "\":1}}"));

    private final Consumer<ScriptedPortal> script;

    Trouble(Consumer<ScriptedPortal> script) {
      this.script = script;
    }

    private static void forAll(ScriptedPortal portal, Consumer<ScriptedPortal> step) {
      for (int i = 0; i < 60; i++) {
        step.accept(portal);
      }
    }

    private static UnaryOperator<String> refusing(String code) {
      return body -> {
        BatchScript script = new BatchScript();
        BatchScript.keys(body).forEach(key -> script.error(key, code, ECHO));
        return script.apply(body);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_webhooks_code_stays_secret_when_the_portal_is(Trouble trouble) {
    try (ScriptedPortal scripted = new ScriptedPortal()) {
      trouble.script.accept(scripted);
      goThrough(Webhook.parse(scripted.webhook()));

      assertThat(everything()).isNotBlank().doesNotContainIgnoringCase(CODE);
      assertLinesAreOurs();
    }
  }

  /** Nobody's words make a line of their own, or more than people read. */
  private void assertLinesAreOurs() {
    assertThat(everything()).doesNotContain("\u001b");
    assertThat(everything().lines())
        .noneMatch(line -> line.startsWith("FORGED"))
        .allMatch(line -> line.length() < 20_000);
  }

  @ParameterizedTest
  @EnumSource
  void an_applications_tokens_stay_secret_when_the_portal_is(Trouble trouble) {
    try (ScriptedPortal scripted = new ScriptedPortal();
        ScriptedPortal tokenServer = new ScriptedPortal()) {
      trouble.script.accept(scripted);
      tokenServer
          .then(
              "{\"access_token\":\"access-n3w\",\"refresh_token\":\"refresh-n3w\","
                  + "\"client_endpoint\":\"%s/rest/\"}".formatted(scripted.origin()))
          .otherwiseError(400, "invalid_grant", ECHO);
      goThrough(application(scripted, tokenServer));

      assertThat(everything()).isNotBlank();
      SECRETS.stream()
          .filter(secret -> !secret.equals(CODE))
          .forEach(secret -> assertThat(everything()).doesNotContainIgnoringCase(secret));
      assertLinesAreOurs();
    }
  }

  @Test
  void a_token_servers_error_shows_no_secret_and_is_no_longer_than_people_read() {
    try (ScriptedPortal scripted = new ScriptedPortal();
        ScriptedPortal tokenServer = new ScriptedPortal()) {
      scripted.otherwiseError(401, "expired_token", "");
      tokenServer.otherwise(
          body ->
              "{\"error\":\"%s ACCESS-N3W\\nFORGED %s\",\"access_token\":\"access-n3w\"}"
                  .formatted(ECHO.toUpperCase(Locale.ROOT), "A".repeat(1_000_000)));
      goThrough(application(scripted, tokenServer));

      SECRETS.stream()
          .filter(secret -> !secret.equals(CODE))
          .forEach(secret -> assertThat(everything()).doesNotContainIgnoringCase(secret));
      assertThat(everything()).contains("gives no tokens");
      assertLinesAreOurs();
    }
  }

  private OAuth application(ScriptedPortal portal, ScriptedPortal tokenServer) {
    FileTokenStore store = new FileTokenStore(folder.resolve("tokens"));
    store.keep(new Tokens("access-t0ken", "refresh-t0ken", URI.create(portal.origin() + "/rest/")));
    return new OAuth(
        "app.1", "app-s3cret", Optional.of(URI.create(tokenServer.origin() + "/token/")), store);
  }

  private String everything() {
    return seen + String.join("\n", listener.lines());
  }

  private void goThrough(Authentication authentication) {
    List<Link> rows =
        LongStream.rangeClosed(1, 301).mapToObj(i -> new Link(i, 10, i == 1)).toList();
    note("authentication", authentication);
    try (BitrixPortal portal =
        BitrixPortal.connect(
            authentication,
            RestSettings.DEFAULT.rate(BucketRate.UNLIMITED).exchangeTimeout(Duration.ofMillis(100)),
            listener,
            new SteppedTime(),
            new Random(1))) {
      attempt(() -> portal.handshake());
      attempt(() -> note("read", portal.read(List.of(1L))));
      attempt(() -> note("deals", portal.existingDeals(List.of(1L))));
      attempt(() -> note("list", portal.ask(Questions.list(List.of(1L))).listing()));
      attempt(() -> note("origins", portal.originLookup().contacts("a", List.of("b"))));
      attempt(
          () ->
              note(
                  "write",
                  portal.write(
                      List.of(change(1, "55/10/Y", "55/10/Y 54/20/N")), FOREVER, ANY_TIME)));
      attempt(
          () ->
              note(
                  "large",
                  portal.write(
                      List.of(change(1, "", "", new Method.ReplaceAll(rows))), FOREVER, ANY_TIME)));
      note("portal", portal + portal.host());
    }
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failed) {
      failed.printStackTrace(new PrintWriter(seen, true));
    }
  }

  private void note(String name, Object value) {
    seen.append(name).append(": ").append(String.valueOf(value)).append('\n');
  }
}
