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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The daemon's HTTP side: the operations page, {@code /health} and {@code /metrics}. */
final class Endpoint implements AutoCloseable {

  /** An answer with its status. */
  record Page(int status, String type, String body) {}

  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(2);

  /**
   * Answers at once.
   *
   * @param pages by their paths
   */
  Endpoint(ServeSettings settings, Map<String, Supplier<Page>> pages) {
    try {
      server = HttpServer.create(new InetSocketAddress(settings.bind(), settings.port()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "serve cannot listen on %s:%d (%s); choose another serve.port"
              .formatted(settings.bind(), settings.port(), e.getMessage()),
          e);
    }
    server.createContext("/", exchange -> answer(exchange, pages));
    server.setExecutor(workers);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Map<String, Supplier<Page>> pages)
      throws IOException {
    try (exchange) {
      Page answer = page(exchange, pages);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", answer.type());
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Page page(HttpExchange exchange, Map<String, Supplier<Page>> pages) {
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

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
