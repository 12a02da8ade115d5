package io.dealsync.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Stands between a run in another process and its portal, and sees every point that the run passes:
 * its requests, which it forwards, and its commits, which the run reports before and after. At the
 * deadly point the process gets SIGKILL, and nothing is answered or forwarded any more.
 */
final class Gate implements AutoCloseable {

  /** For a run that is to survive. */
  static final int NEVER = 0;

  private static final Pattern METHOD = Pattern.compile("crm\\.[a-z]+(?:\\.[a-z]+)*");
  private static final Pattern SUFFIX = Pattern.compile("\\.json$");

  private final URI portal;
  private final int deadly;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CompletableFuture<Process> run = new CompletableFuture<>();
  private final List<String> passed = new ArrayList<>();
  private final Map<String, Integer> occurrences = new HashMap<>();

  /**
   * @param deadly the number of the point at which the run is killed, counted from 1
   */
  Gate(URI portal, int deadly) {
    this.portal = portal;
    this.deadly = deadly;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/point", this::point);
    server.createContext("/", this::forward);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** The run is dead; whoever acts for it stops. */
  private static final class Killed extends IOException {

    private static final long serialVersionUID = 1L;
  }

  /** Where the run finds the portal. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort())
        .resolve(portal.getPath());
  }

  /** Where the run reports its commits. */
  URI points() {
    return URI.create("http://127.0.0.1:%d/point".formatted(server.getAddress().getPort()));
  }

  /** Names the process that dies at the deadly point. */
  void watch(Process process) {
    run.complete(process);
  }

  /** The points passed so far, in order; the deadly one is the last. */
  synchronized List<String> passed() {
    return List.copyOf(passed);
  }

  private synchronized String numbered(String name) {
    return "%s #%d".formatted(name, occurrences.merge(name, 1, Integer::sum));
  }

  private synchronized void pass(String point) throws IOException {
    if (deadly != NEVER && passed.size() >= deadly) {
      throw new Killed();
    }
    passed.add(point);
    if (passed.size() == deadly) {
      kill(run.join());
      throw new Killed();
    }
  }

  private static void kill(Process process) {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void point(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = text(exchange);
      pass(name.startsWith("before ") ? "before " + numbered(name.substring(7)) : name);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = text(exchange);
      String request = numbered("request " + methods(exchange.getRequestURI().getPath(), body));
      pass("before " + request + " takes effect");
      HttpResponse<byte[]> answer = send(exchange, body);
      pass("before the answer to " + request + " arrives");
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(portal.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body));
    exchange
        .getRequestHeaders()
        .getOrDefault("Content-Type", List.of())
        .forEach(type -> request.header("Content-Type", type));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What a request asks for; a batch names the methods of its commands. */
  private static String methods(String path, String body) {
    String method = SUFFIX.matcher(path.substring(path.lastIndexOf('/') + 1)).replaceFirst("");
    if (!method.equals("batch")) {
      return method;
    }
    TreeSet<String> methods = new TreeSet<>();
    METHOD
        .matcher(URLDecoder.decode(body, StandardCharsets.UTF_8))
        .results()
        .forEach(found -> methods.add(found.group().replace("crm.deal.contact.", "")));
    return "batch of " + String.join(", ", methods);
  }

  private static String text(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }
}
