package io.dealsync.bitrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A portal that answers what a test tells it to, whatever it is asked; for what no well-behaved
 * server does.
 */
public final class ScriptedPortal implements AutoCloseable {

  /** The code in its webhook. */
  public static final String SECRET = "s3cretc0de";

  /** One request as it came. */
  public record Request(String verb, String path, String body, String contentType, String agent) {}

  private interface Step {
    void play(HttpExchange exchange, String body) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Step> script = new ArrayDeque<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);
  private Step otherwise = (exchange, body) -> send(exchange, 500, "text/plain", "unexpected");

  public ScriptedPortal() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Its webhook, secret included. */
  public String webhook() {
    return origin() + "/rest/1/" + SECRET + "/";
  }

  /** Scheme, host and port. */
  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What came so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Answers the next request with JSON. */
  public ScriptedPortal then(String json) {
    return then(200, json);
  }

  /** Answers the next request with JSON under a status. */
  public ScriptedPortal then(int status, String json) {
    return step((exchange, body) -> send(exchange, status, "application/json", json));
  }

  /** Answers the next request by a function of its body. */
  public ScriptedPortal thenAnswer(UnaryOperator<String> answer) {
    return step((exchange, body) -> send(exchange, 200, "application/json", answer.apply(body)));
  }

  /** Answers the next request with an error. */
  public ScriptedPortal thenError(int status, String code, String text) {
    return then(status, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(code, text));
  }

  /** Answers the next request with a gateway's page. */
  public ScriptedPortal thenHtml(int status) {
    return step((exchange, body) -> send(exchange, status, "text/html", "<html>nginx</html>"));
  }

  /** Answers the next request with a header beside an error. */
  public ScriptedPortal thenErrorWithRetryAfter(int status, String code, int seconds) {
    return step(
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds));
          send(exchange, status, "application/json", "{\"error\":\"" + code + "\"}");
        });
  }

  /** Sends the next request elsewhere. */
  public ScriptedPortal thenRedirect(String origin) {
    return step(
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Location", origin + exchange.getRequestURI());
          send(exchange, 302, "text/html", "");
        });
  }

  /** Answers the next request as a portal answers one without authorisation. */
  public ScriptedPortal thenProof() {
    return thenError(401, "NO_AUTH_FOUND", "Wrong authorization data");
  }

  /** Reads the next request and hangs up. */
  public ScriptedPortal thenDrop() {
    return step((exchange, body) -> exchange.close());
  }

  /** Announces more than it sends to the next request, then hangs up. */
  public ScriptedPortal thenTruncate(String json) {
    return step(
        (exchange, body) -> {
          byte[] bytes = json.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length + 100L);
          OutputStream out = exchange.getResponseBody();
          out.write(bytes);
          out.flush();
          exchange.close();
        });
  }

  /** Sends headers to the next request, and then nothing. */
  public ScriptedPortal thenStall() {
    return step(
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().flush();
          try {
            closing.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Answers every request for which nothing is scripted. */
  public ScriptedPortal otherwise(UnaryOperator<String> answer) {
    otherwise = (exchange, body) -> send(exchange, 200, "application/json", answer.apply(body));
    return this;
  }

  /** Answers every request for which nothing is scripted with an error. */
  public ScriptedPortal otherwiseError(int status, String code, String text) {
    String json = "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(code, text);
    otherwise = (exchange, body) -> send(exchange, status, "application/json", json);
    return this;
  }

  /** Answers every request for which nothing is scripted with a gateway's page. */
  public ScriptedPortal otherwiseHtml(int status) {
    otherwise = (exchange, body) -> send(exchange, status, "text/html", "<html>nginx</html>");
    return this;
  }

  private synchronized ScriptedPortal step(Step step) {
    script.add(step);
    return this;
  }

  private synchronized Step next() {
    return script.isEmpty() ? otherwise : script.remove();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            body,
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
            String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"))));
    next().play(exchange, body);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
