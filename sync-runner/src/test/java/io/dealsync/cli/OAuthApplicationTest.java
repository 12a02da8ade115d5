package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.app.Authorisation;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.config.Settings;
import io.dealsync.sandbox.fault.FaultRule;
import io.dealsync.sandbox.rest.OAuthDesk;
import io.dealsync.testing.Cli;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A portal that is called as an OAuth application, from the configuration file to its links. */
class OAuthApplicationTest {

  private static final String KEY = "sandbox-client-secret";

  private final Stage stage = Stage.open().equalDeals(3);
  private final OAuthDesk desk = stage.portal().access().oauth();
  private final Path tokens = stage.home().resolve("tokens.json");
  private Cli cli = stage.cli();

  @BeforeEach
  void authorised() throws IOException {
    stage.sql("DELETE FROM dealsync.deal_contact WHERE contact_id IN (2, 4)");
    authorise();
    cli = configured("");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  /** As the token endpoint answers, which is how people get their first pair. */
  private void authorise() throws IOException {
    OAuthDesk.Tokens pair = desk.issue();
    Files.writeString(
        tokens,
        """
        {"access_token":"%s","refresh_token":"%s","expires_in":3600,"scope":"crm",
         "client_endpoint":"%s","member_id":"sandbox"}\
        """
            .formatted(pair.accessToken(), pair.refreshToken(), stage.portal().restUrl()));
  }

  private Cli configured(String without) throws IOException {
    String file =
        """
        portals:
          main:
            oauth:
              client-id: local.sandbox
              client-secret: ${CLIENT_SECRET}
              tokens: %s
              token-endpoint: %s
        """
            .formatted(tokens, stage.portal().tokenUrl())
            .lines()
            .filter(line -> without.isEmpty() || !line.contains(without))
            .reduce("", (all, line) -> all + line + "\n");
    Files.writeString(stage.home().resolve("dealsync.yaml"), file);
    return stage.cli().with("CLIENT_SECRET", KEY);
  }

  private Spoken run(String command) {
    Spoken spoken =
        cli.run(command, "--config", stage.home().resolve("dealsync.yaml").toString(), "-v");
    assertThat(spoken.all()).doesNotContain(KEY, "access-1", "access-2", "refresh-1", "refresh-2");
    return spoken;
  }

  private List<Long> contacts(long deal) {
    return stage.portal().state().links(deal).stream().map(row -> row.contactId()).toList();
  }

  @Test
  void an_expired_access_token_is_renewed_and_the_rotated_pair_kept() throws IOException {
    desk.expireAccessTokens();

    assertThat(run("sync").code()).isEqualTo(ExitCode.OK);

    assertThat(contacts(1)).containsExactly(1L);
    assertThat(contacts(2)).containsExactly(3L);
    assertThat(desk.refreshes()).isEqualTo(1);
    assertThat(Files.readString(tokens)).contains("access-2", "refresh-2", "/rest/");
    Spoken again = run("sync");
    assertThat(again.code()).isEqualTo(ExitCode.OK);
    assertThat(desk.refreshes()).isEqualTo(1);
  }

  @Test
  void a_token_that_expires_between_two_writes_costs_nothing() {
    stage
        .portal()
        .faults()
        .add(FaultRule.parse("expired-token:method=crm.deal.contact.delete,times=1"));

    assertThat(run("sync").code()).isEqualTo(ExitCode.OK);

    assertThat(contacts(1)).containsExactly(1L);
    assertThat(desk.refreshes()).isEqualTo(1);
    assertThat(stage.query("SELECT DISTINCT status FROM dealsync.change WHERE verdict = 'apply'"))
        .containsExactly("verified");
  }

  @Test
  void a_revoked_refresh_token_is_told_and_nothing_is_lost() throws IOException {
    desk.expireAccessTokens();
    desk.revokeRefreshTokens();
    String before = Files.readString(tokens);

    Spoken refused = run("sync");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("invalid_grant", "must authorise the application again");
    assertThat(Files.readString(tokens)).isEqualTo(before);
    assertThat(stage.portal().counters().snapshot().writes()).isZero();
    Spoken check = run("check");
    assertThat(check.code()).isEqualTo(ExitCode.USAGE);
    assertThat(check.out()).contains("✗  portal", "authorise the application again");

    authorise();

    assertThat(run("sync").code()).isEqualTo(ExitCode.OK);
    assertThat(contacts(1)).containsExactly(1L);
  }

  @Test
  void no_token_is_spent_when_the_new_pair_could_not_be_kept() throws IOException {
    Files.createDirectory(stage.home().resolve("tokens.json.lock"));
    desk.expireAccessTokens();

    Spoken refused = run("sync");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("cannot be renewed", "tokens.json");
    assertThat(desk.refreshes()).isZero();
  }

  private Spoken authorize(String pasted, String... arguments) {
    java.io.InputStream before = System.in;
    System.setIn(new java.io.ByteArrayInputStream((pasted + "\n").getBytes()));
    try {
      List<String> all = new ArrayList<>(List.of("authorize"));
      all.addAll(List.of(arguments));
      all.addAll(List.of("--config", stage.home().resolve("dealsync.yaml").toString(), "-v"));
      Spoken spoken = cli.run(all.toArray(String[]::new));
      assertThat(spoken.all()).doesNotContain(KEY, "access-2", "refresh-2", "access-3");
      return spoken;
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void authorize_turns_a_pasted_code_into_a_file_of_tokens_for_its_owner() throws IOException {
    Files.delete(tokens);
    String address = stage.portal().baseUrl().toString();

    Spoken nameless = authorize("");
    assertThat(nameless.code()).isEqualTo(ExitCode.USAGE);
    assertThat(nameless.err()).contains("dealsync authorize acme.bitrix24.com");

    Spoken done = authorize(desk.issueCode(), address);

    assertThat(done.code()).as(done.all()).isEqualTo(ExitCode.OK);
    assertThat(done.err()).contains("/oauth/authorize/?client_id=local");
    assertThat(done.out()).contains("authorised on 127.0.0.1", "tokens.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    assertThat(run("sync").code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void authorize_goes_to_the_server_that_issued_the_code_and_renews_there() throws IOException {
    cli = configured("token-endpoint");
    String here = stage.portal().baseUrl().getAuthority();

    assertThat(
            consented(
                "https://crm.example/?domain=%1$s&code=%2$s&server_domain=%1$s"
                    .formatted(here, desk.issueCode())))
        .isEqualTo("127.0.0.1");

    desk.expireAccessTokens();
    assertThat(run("sync").code()).isEqualTo(ExitCode.OK);
    assertThat(desk.refreshes()).isEqualTo(1);
  }

  /** What a browser shows after the consent, pasted: it carries the state of the question. */
  private String consented(String address) {
    Settings settings =
        Settings.load(
            Optional.of(stage.home().resolve("dealsync.yaml")), Map.of("CLIENT_SECRET", KEY));
    try (Authorisation authorisation =
        Authorisation.of(settings.portal("main"), settings.network())) {
      String state =
          authorisation.consent(Optional.empty()).getQuery().replaceFirst(".*state=", "");
      return authorisation.keep(address + "&state=" + state);
    }
  }

  /** Whoever makes up such an address would get the key, or have their own portal written to. */
  @Test
  void authorize_takes_no_address_without_its_state_and_no_tokens_for_another_portal()
      throws IOException {
    String before = Files.readString(tokens);

    Spoken stateless = authorize("https://crm.example/?code=%s".formatted(desk.issueCode()));
    Spoken elsewhere = authorize(desk.issueCode(), "http://localhost:1");

    assertThat(stateless.code()).isEqualTo(ExitCode.USAGE);
    assertThat(stateless.err()).contains("answers another request");
    assertThat(elsewhere.code()).isEqualTo(ExitCode.USAGE);
    assertThat(elsewhere.err()).contains("The tokens are for 127.0.0.1, not for localhost");
    assertThat(Files.readString(tokens)).isEqualTo(before);
  }

  @Test
  void authorize_refuses_what_is_no_answer_to_its_own_question() throws IOException {
    String before = Files.readString(tokens);

    assertThat(authorize("https://crm.example/?code=abc&state=another").err())
        .contains("answers another request");
    assertThat(authorize("https://crm.example/?error=access_denied").err())
        .contains("There is no code in it");
    assertThat(authorize("code-of-yesterday").err()).contains("invalid_grant");
    assertThat(Files.readString(tokens)).isEqualTo(before);
  }

  @Test
  void a_wrong_key_is_told() throws IOException {
    desk.expireAccessTokens();
    cli = configured("").with("CLIENT_SECRET", "another-key");

    Spoken refused = run("sync");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("does not accept the application's key: check its id and key");
  }

  @Test
  void what_is_missing_is_named() throws IOException {
    for (String key : List.of("client-id", "client-secret", "tokens:")) {
      cli = configured(key);
      Spoken refused = run("sync");
      assertThat(refused.code()).as(key).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err())
          .contains("application of portal main", "portals.main.oauth." + key.replace(":", ""));
    }
    cli = configured("").without("CLIENT_SECRET");
    assertThat(run("sync").err()).contains("CLIENT_SECRET, which is not set");

    cli = configured("");
    Files.writeString(tokens, "{\"access_token\":\"\"}");
    assertThat(run("sync").err()).contains("tokens.json holds no OAuth tokens", "authorise it");

    Files.delete(tokens);
    assertThat(run("sync").err()).contains("tokens.json (it does not exist)", "authorise it");
    assertThat(run("check").out()).contains("✗  portal", "authorise it");
  }

  @Test
  void a_portal_has_a_webhook_or_an_application_but_not_both() throws IOException {
    Path file = stage.home().resolve("dealsync.yaml");
    Files.writeString(
        file, Files.readString(file).replace("oauth:", "webhook: ${DEALSYNC_WEBHOOK}\n    oauth:"));

    Spoken refused = run("sync");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("portals.main.webhook and portals.main.oauth", "keep one");
  }
}
