package io.dealsync.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dealsync.config.ServeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The daemon's HTTP side: {@code /health} and {@code /metrics}. */
final class Endpoint implements AutoCloseable {

  /** An answer with its status. */
  record Page(int status, String type, String body) {}

  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(2);

  Endpoint(ServeSettings settings, Supplier<Page> health, Supplier<Page> metrics) {
    try {
      server = HttpServer.create(new InetSocketAddress(settings.bind(), settings.port()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "serve cannot listen on %s:%d (%s); choose another serve.port"
              .formatted(settings.bind(), settings.port(), e.getMessage()),
          e);
    }
    server.createContext("/health", exchange -> answer(exchange, health));
    server.createContext("/metrics", exchange -> answer(exchange, metrics));
    server.setExecutor(workers);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Supplier<Page> page) throws IOException {
    try (exchange) {
      Page answer = page.get();
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
