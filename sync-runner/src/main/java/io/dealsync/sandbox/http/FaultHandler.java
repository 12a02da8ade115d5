package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dealsync.sandbox.fault.FaultFile;
import io.dealsync.sandbox.fault.FaultPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves {@code /__sandbox/faults}: GET shows the faults and what they did, POST adds some, DELETE
 * takes them away. Only from this machine, and not from a page in a browser.
 */
final class FaultHandler implements HttpHandler {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FaultPlan plan;
  private final Responder responder;

  FaultHandler(FaultPlan plan, Responder responder) {
    this.plan = plan;
    this.responder = responder;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!isLocal(exchange)) {
        responder.json(exchange, 403, error("only from this machine"));
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "GET" -> responder.json(exchange, 200, describe());
        case "POST" -> add(exchange, body);
        case "DELETE" -> {
          plan.clear();
          responder.json(exchange, 200, describe());
        }
        default -> responder.json(exchange, 405, error("GET, POST or DELETE"));
      }
    }
  }

  static boolean isLocal(HttpExchange exchange) {
    return exchange.getRemoteAddress().getAddress().isLoopbackAddress()
        && !exchange.getRequestHeaders().containsKey("Origin");
  }

  private void add(HttpExchange exchange, String body) throws IOException {
    try {
      FaultFile.parse(body).addTo(plan);
      responder.json(exchange, 200, describe());
    } catch (IllegalArgumentException wrong) {
      responder.json(exchange, 400, error(String.valueOf(wrong.getMessage())));
    }
  }

  private String describe() {
    ObjectNode json = JSON.createObjectNode();
    json.put("seed", plan.seed());
    ArrayNode rules = json.putArray("rules");
    plan.tallies()
        .forEach(
            tally ->
                rules
                    .addObject()
                    .put("rule", tally.rule().toString())
                    .put("matched", tally.matched())
                    .put("struck", tally.struck()));
    ArrayNode strikes = json.putArray("strikes");
    plan.strikes()
        .forEach(
            strike ->
                strikes
                    .addObject()
                    .put("no", strike.sequence())
                    .put("at", strike.at().toString())
                    .put("rule", strike.rule().toString())
                    .put("method", strike.method())
                    .put("detail", strike.detail()));
    return json.toString();
  }

  private static String error(String message) {
    return JSON.createObjectNode().put("error", message).toString();
  }
}
