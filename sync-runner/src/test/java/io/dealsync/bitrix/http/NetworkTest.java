package io.dealsync.bitrix.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dealsync.bitrix.RecordingListener;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.RawServer;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import io.dealsync.testing.AuthenticatingProxy;
import io.dealsync.testing.TlsFront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Portals behind a company's own certificates and proxies. */
@Timeout(60)
class NetworkTest {

  private static final String DONE = "{\"result\":true,\"time\":{}}";
  private static final String NAMES = "san=dns:localhost,dns:portal.test";

  @TempDir Path folder;

  private TlsFront front(String... certificate) {
    return TlsFront.start(folder, DONE, certificate);
  }

  private Reply<Boolean> call(String host, int port, Network network) {
    try (RestClient client =
        new RestClient(
            Webhook.parse("https://%s:%d/rest/1/s3cretc0de/".formatted(host, port)),
            RestSettings.DEFAULT.rate(BucketRate.UNLIMITED).network(network),
            new RecordingListener(),
            new SteppedTime(),
            new Random(1))) {
      return client.call(
          Call.reading("m", generator -> {}, Json::truth), new Caller(Priority.BULK));
    }
  }

  private static Network trusting(TlsFront front) {
    return new Network(Optional.of(Authorities.with(front.certificate())), Optional.empty());
  }

  private PortalFailure failure(String host, int port, Network network) {
    return catchThrowableOfType(PortalFailure.class, () -> call(host, port, network));
  }

  @Test
  void a_certificate_of_the_companys_own_is_refused_with_the_way_out() {
    try (TlsFront front = front("-ext", NAMES)) {
      PortalFailure failure = failure("localhost", front.port(), Network.DIRECT);

      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining("nobody who is trusted here vouches for its certificate")
          .hasMessageContaining("unable to find valid certification path")
          .hasMessageContaining("network.trust");
    }
  }

  @Test
  void a_certificate_whose_authority_is_configured_is_accepted() {
    try (TlsFront front = front("-ext", NAMES)) {
      assertThat(call("localhost", front.port(), trusting(front))).isInstanceOf(Reply.Result.class);
    }
  }

  @Test
  void a_certificate_for_another_name_is_told_with_the_name() {
    try (TlsFront front = front("-ext", "san=dns:portal.test")) {
      PortalFailure failure = failure("localhost", front.port(), trusting(front));

      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining("its certificate is for another name")
          .hasMessageContaining("localhost");
    }
  }

  @Test
  void an_expired_certificate_is_told_with_the_date() {
    try (TlsFront front = front("-ext", NAMES, "-startdate", "-20d", "-validity", "5")) {
      PortalFailure failure = failure("localhost", front.port(), trusting(front));

      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure).hasMessageContaining("has expired (NotAfter:");
    }
  }

  @Test
  void a_server_without_tls_is_told() throws IOException {
    try (RawServer plain = RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      PortalFailure failure = failure("localhost", plain.port(), Network.DIRECT);

      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure).hasMessageContaining("does not speak TLS");
    }
  }

  @Test
  void a_file_without_certificates_is_refused_by_name() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertThatThrownBy(() -> Authorities.with(file)).hasMessageContaining("empty.pem holds no");
    assertThatThrownBy(() -> Authorities.with(folder.resolve("none.pem")))
        .hasMessageContaining("none.pem cannot be read (it does not exist)");
  }

  private Network through(TlsFront front, int port, String user, String password) {
    return new Network(
        Optional.of(Authorities.with(front.certificate())),
        Optional.of(new Proxy("127.0.0.1", port, user, password, List.of())));
  }

  @Test
  void a_portal_is_reached_through_a_proxy_that_asks_who_we_are() throws IOException {
    try (TlsFront front = front("-ext", NAMES);
        AuthenticatingProxy proxy = new AuthenticatingProxy(front.port(), "us", "pr0xy-pw")) {
      Network network = through(front, proxy.port(), "us", "pr0xy-pw");

      assertThat(call("portal.test", 443, network)).isInstanceOf(Reply.Result.class);

      assertThat(proxy.seen()).anyMatch(line -> line.startsWith("CONNECT portal.test:443"));
      assertThat(proxy.seen().toString()).doesNotContain("s3cretc0de", "/rest/");
    }
  }

  @Test
  void a_proxy_that_does_not_know_us_is_told_and_no_waiting_helps() throws IOException {
    try (TlsFront front = front("-ext", NAMES);
        AuthenticatingProxy proxy = new AuthenticatingProxy(front.port(), "us", "pr0xy-pw")) {
      PortalFailure nobody = failure("portal.test", 443, through(front, proxy.port(), "", ""));
      PortalFailure wrong =
          failure("portal.test", 443, through(front, proxy.port(), "us", "wr0ng-pw"));

      assertThat(nobody.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(nobody).hasMessageContaining("wants a user and password (HTTP 407)");
      assertThat(wrong.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(wrong)
          .hasMessageContaining("does not accept the user and password (HTTP 407)")
          .hasMessageNotContaining("wr0ng-pw");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Negotiate;NTLM TlRMTVNTUAAC== | Negotiate, NTLM",
        "Digest realm=\"a, Fake b\", nonce=\"x\", qop = auth | Digest",
        "Negotiate, Basic realm=\"company\" | Negotiate, Basic",
        "N\u009b31mTLM, Kerberos, Kerberos | Kerberos",
        "'' | nothing that it names",
      })
  void a_proxy_that_asks_for_more_than_a_password_is_told_in_its_own_words(
      String challenges, String names) throws IOException {
    try (TlsFront front = front("-ext", NAMES);
        AuthenticatingProxy proxy = new AuthenticatingProxy(front.port(), "us", "pr0xy-pw")) {
      proxy.ask(challenges.isEmpty() ? new String[0] : challenges.split(";"));

      for (String user : List.of("", "us")) {
        PortalFailure failure =
            failure("portal.test", 443, through(front, proxy.port(), user, "pr0xy-pw"));

        assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(failure)
            .hasMessageContaining(
                "the proxy 127.0.0.1:%d asks for %s (HTTP 407)", proxy.port(), names)
            .hasMessageContaining("only answers Basic")
            .hasMessageNotContainingAny("does not accept", "pr0xy-pw");
      }
      assertThat(proxy.seen()).noneMatch(line -> line.startsWith("Proxy-Authorization"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403 Forbidden, CONFIGURATION, does not let connections to it pass (HTTP 403)",
    "502 Bad Gateway, UNREACHABLE, does not get through to it (HTTP 502)",
  })
  void a_proxy_that_does_not_let_us_through_is_told(String status, Kind kind, String words)
      throws IOException {
    try (TlsFront front = front("-ext", NAMES);
        AuthenticatingProxy proxy = new AuthenticatingProxy(front.port(), "us", "pr0xy-pw")) {
      proxy.refuse(status);

      PortalFailure failure =
          failure("portal.test", 443, through(front, proxy.port(), "us", "pr0xy-pw"));

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure).hasMessageContaining(words);
    }
  }

  @Test
  void a_proxy_that_does_not_answer_is_named() {
    try (TlsFront front = front("-ext", NAMES)) {
      PortalFailure failure = failure("portal.test", 443, through(front, 1, "", ""));

      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure).hasMessageContaining("its proxy 127.0.0.1:1: it refuses the connection");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://acme.bitrix24.com/, '', true",
    "https://acme.bitrix24.com/, bitrix24.com, false",
    "https://acme.bitrix24.com/, .bitrix24.com, false",
    "https://acme.bitrix24.com/, '*.bitrix24.com', false",
    "https://acme.bitrix24.com/, trix24.com, true",
    "https://acme.bitrix24.com/, ACME.bitrix24.com, false",
    "https://acme.bitrix24.com:8443/, acme.bitrix24.com:8443, false",
    "https://acme.bitrix24.com/, '*', false",
    "http://127.0.0.1:8077/, '', false",
    "http://localhost:8077/, '', false",
  })
  void a_proxy_serves_all_but_this_machine_and_what_is_excepted(
      URI address, String without, boolean served) {
    Proxy proxy = new Proxy("proxy.example", 3128, "", "", List.of(without));

    assertThat(proxy.serves(address)).isEqualTo(served);
    assertThat(proxy).hasToString("proxy.example:3128");
  }
}
