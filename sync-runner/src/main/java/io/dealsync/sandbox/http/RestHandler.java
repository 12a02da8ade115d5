package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dealsync.sandbox.fault.FaultyEngine;
import io.dealsync.sandbox.rest.RestRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Serves the REST interface. */
final class RestHandler implements HttpHandler {

  private final RequestDecoder decoder;
  private final FaultyEngine engine;
  private final Responder responder;
  private final RequestLog log;
  private final InstantSource clock;

  RestHandler(
      RequestDecoder decoder,
      FaultyEngine engine,
      Responder responder,
      RequestLog log,
      InstantSource clock) {
    this.decoder = decoder;
    this.engine = engine;
    this.responder = responder;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Instant start = clock.instant();
    RestRequest request = decoder.decode(exchange);
    String outcome = "client gone";
    try {
      outcome = responder.send(exchange, engine.handle(request));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      Duration time = Duration.between(start, clock.instant());
      log.add(new RequestLog.Entry(start, RequestLog.describe(request), outcome, time));
      exchange.close();
    }
  }
}
