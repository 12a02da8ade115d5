package io.dealsync.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dealsync.config.ServeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The daemon's HTTP side: the operations page, {@code /health} and {@code /metrics}. Each request
 * has a thread of its own, so that slow ones keep nobody waiting, and a limited time.
 */
final class Endpoint implements AutoCloseable {

  /** An answer with its status. */
  record Page(int status, String type, String body) {}

  private static final String TEXT = "text/plain; charset=utf-8";

  private static final int UNAUTHORIZED = 401;

  /** What keeps a browser from doing more with a page than showing it. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'");

  static {
    HttpLimits.set();
  }

  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Caller caller;
  private final Map<String, Supplier<Page>> pages;

  /**
   * Answers at once.
   *
   * @param pages by their paths
   */
  Endpoint(ServeSettings settings, Map<String, Supplier<Page>> pages) {
    this.pages = Map.copyOf(pages);
    this.caller = new Caller(settings.hosts(), settings.requiredToken());
    try {
      server = HttpServer.create(new InetSocketAddress(settings.bind(), settings.port()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "serve cannot listen on %s:%d (%s); choose another serve.port"
              .formatted(settings.bind(), settings.port(), e.getMessage()),
          e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(requests);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Page page = page(exchange);
      byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
      Headers headers = exchange.getResponseHeaders();
      HEADERS.forEach(headers::set);
      headers.set("Content-Type", page.type());
      if (page.status() == UNAUTHORIZED) {
        headers.set("WWW-Authenticate", "Basic realm=\"dealsync\", charset=\"UTF-8\"");
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(page.status(), -1);
      } else {
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Page page(HttpExchange exchange) {
    if (header(exchange, "Host").filter(caller::mayAskFor).isEmpty()) {
      return new Page(
          421, TEXT, "Nobody is asked here under that name; serve.hosts lists those that are.\n");
    }
    if (!caller.isLetIn(header(exchange, "Authorization"))) {
      return new Page(
          UNAUTHORIZED, TEXT, "Whoever asks here has to know the token (serve.token).\n");
    }
    if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      return new Page(405, TEXT, "Only GET and HEAD are answered here.\n");
    }
    Supplier<Page> page = pages.get(exchange.getRequestURI().getPath());
    return page == null
        ? new Page(
            404,
            TEXT,
            "There is nothing here; there are: %s\n"
                .formatted(String.join(" ", new TreeSet<>(pages.keySet()))))
        : page.get();
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
