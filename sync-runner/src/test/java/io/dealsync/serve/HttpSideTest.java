package io.dealsync.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.config.Secret;
import io.dealsync.config.ServeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be done to the daemon's HTTP side, and what it lets happen. */
@Timeout(60)
class HttpSideTest {

  private static final String TOKEN = "0123456789abcdef";

  private final List<Socket> sockets = new ArrayList<>();
  private Endpoint endpoint = endpoint("", List.of());

  private static Endpoint endpoint(String token, List<String> hosts) {
    return new Endpoint(
        new ServeSettings("127.0.0.1", 0, Secret.of(token), hosts),
        Map.of("/health", () -> new Endpoint.Page(200, "application/json", "{}")));
  }

  private void with(String token, List<String> hosts) {
    endpoint.close();
    endpoint = endpoint(token, hosts);
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    endpoint.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  private String ask(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException cutOff) {
      return "";
    }
  }

  private String get(String... headers) throws IOException {
    return ask(
        "GET /health HTTP/1.1\n%s\nConnection: close\n\n".formatted(String.join("\n", headers)));
  }

  @Test
  void hundreds_of_idle_and_slow_connections_do_not_take_health_away() throws Exception {
    for (int i = 0; i < 400; i++) {
      Socket socket = connect();
      if (i % 2 == 0) {
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: local".getBytes(US_ASCII));
      }
    }
    Instant began = Instant.now();

    assertThat(get("Host: localhost")).startsWith("HTTP/1.1 200");

    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8025", "127.0.0.1", "10.1.2.3:80", "[::1]:8025"})
  void it_is_asked_under_localhost_and_addresses(String host) throws IOException {
    assertThat(get("Host: " + host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"attacker.example", "localhost.attacker.example:8025", "127.0.0.1.nip.io"})
  void a_name_that_somebody_lets_point_here_gets_nothing(String host) throws IOException {
    assertThat(get("Host: " + host)).startsWith("HTTP/1.1 421").doesNotContain("{}");
  }

  @Test
  void names_that_are_configured_are_answered() throws IOException {
    with("", List.of("Sync.example.com"));

    assertThat(get("Host: sync.example.com:8025")).startsWith("HTTP/1.1 200");
    assertThat(get("Host: other.example.com")).startsWith("HTTP/1.1 421");
  }

  @Test
  void with_a_token_only_who_knows_it_is_answered() throws IOException {
    with(TOKEN, List.of());
    String basic = Base64.getEncoder().encodeToString(("any:" + TOKEN).getBytes(US_ASCII));

    assertThat(get("Host: localhost"))
        .startsWith("HTTP/1.1 401")
        .containsIgnoringCase("WWW-Authenticate");
    assertThat(get("Host: localhost", "Authorization: Bearer " + TOKEN.substring(1)))
        .startsWith("HTTP/1.1 401");
    assertThat(get("Host: localhost", "Authorization: Basic ===")).startsWith("HTTP/1.1 401");
    assertThat(get("Host: localhost", "Authorization: Bearer " + TOKEN)).startsWith("HTTP/1.1 200");
    assertThat(get("Host: localhost", "Authorization: Basic " + basic)).startsWith("HTTP/1.1 200");
  }

  @Test
  void every_answer_has_the_headers_that_bind_a_browser() throws IOException {
    for (String answer :
        List.of(
            get("Host: localhost"),
            get("Host: attacker.example"),
            ask("GET /nothing HTTP/1.1\nHost: localhost\nConnection: close\n\n"),
            ask("DELETE /health HTTP/1.1\nHost: localhost\nConnection: close\n\n"))) {
      assertThat(answer.toLowerCase(Locale.ROOT))
          .contains(
              "cache-control: no-store",
              "x-content-type-options: nosniff",
              "x-frame-options: deny",
              "referrer-policy: no-referrer",
              "cross-origin-opener-policy: same-origin",
              "cross-origin-resource-policy: same-origin",
              "default-src 'none'",
              "frame-ancestors 'none'");
    }
  }

  @Test
  void other_methods_paths_and_sizes_are_turned_away() throws IOException {
    assertThat(ask("DELETE /health HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 405");
    assertThat(ask("GET /../etc/passwd HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
        .doesNotStartWith("HTTP/1.1 200");
    assertThat(get("Host: localhost", "X: " + "x".repeat(500_000)))
        .doesNotStartWith("HTTP/1.1 200");
    assertThat(ask("HEAD /health HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("{}");
  }
}
