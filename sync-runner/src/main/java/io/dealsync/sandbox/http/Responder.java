package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import io.dealsync.sandbox.fault.Ending;
import io.dealsync.sandbox.fault.Pause;
import io.dealsync.sandbox.rest.RestReply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends responses, whole and broken. */
final class Responder {

  private static final String HTML = "text/html; charset=utf-8";

  private final Pause pause;
  private final boolean sendsRetryAfter;

  Responder(Pause pause, boolean sendsRetryAfter) {
    this.pause = pause;
    this.sendsRetryAfter = sendsRetryAfter;
  }

  /** Sends what the ending says and returns a few words about it. */
  String send(HttpExchange exchange, Ending ending) throws IOException, InterruptedException {
    return switch (ending) {
      case Ending.Whole(RestReply reply) -> {
        startJson(exchange, reply);
        try (OutputStream out = exchange.getResponseBody()) {
          reply.body().writeTo(out);
        }
        yield Integer.toString(reply.status());
      }
      case Ending.Truncated(RestReply reply) -> {
        sendHalf(exchange, reply);
        yield reply.status() + " truncated";
      }
      case Ending.Stalled(RestReply reply, Duration time) -> {
        sendHalf(exchange, reply);
        pause.pause(time);
        yield reply.status() + " stalled";
      }
      case Ending.HtmlPage(int status) -> {
        html(exchange, status, gatewayPage(status));
        yield status + " html";
      }
      case Ending.Dropped() -> "dropped";
      case Ending.Hung(Duration time) -> {
        pause.pause(time);
        yield "hung";
      }
    };
  }

  void html(HttpExchange exchange, int status, String page) throws IOException {
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", HTML);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  void text(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  void json(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void startJson(HttpExchange exchange, RestReply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    if (sendsRetryAfter && (reply.status() == 503 || reply.status() == 429)) {
      exchange.getResponseHeaders().set("Retry-After", reply.status() == 503 ? "1" : "60");
    }
    exchange.sendResponseHeaders(reply.status(), reply.body().size());
  }

  private void sendHalf(HttpExchange exchange, RestReply reply) throws IOException {
    startJson(exchange, reply);
    OutputStream out = exchange.getResponseBody();
    out.write(reply.body().array(), 0, reply.body().size() / 2);
    out.flush();
  }

  private static String gatewayPage(int status) {
    String title =
        switch (status) {
          case 200 -> "Bitrix24";
          case 500 -> "500 Internal Server Error";
          case 502 -> "502 Bad Gateway";
          case 503 -> "503 Service Temporarily Unavailable";
          case 504 -> "504 Gateway Time-out";
          default -> Integer.toString(status);
        };
    return "<html><head><title>%1$s</title></head><body><center><h1>%1$s</h1></center></body></html>"
        .formatted(title);
  }
}
