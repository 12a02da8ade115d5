package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import io.dealsync.sandbox.php.PhpQuery;
import io.dealsync.sandbox.rest.OAuthDesk;
import io.dealsync.sandbox.rest.OAuthDesk.Tokens;
import io.dealsync.sandbox.rest.RestFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Serves {@code /oauth/token/}, the central server's token endpoint (contract 5). */
final class TokenHandler implements HttpHandler {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OAuthDesk desk;
  private final Responder responder;
  private final InstantSource clock;

  TokenHandler(OAuthDesk desk, Responder responder, InstantSource clock) {
    this.desk = desk;
    this.responder = responder;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      PhpArray params = parameters(exchange);
      try {
        Tokens tokens = grant(params);
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        responder.json(exchange, 200, describe(tokens, host));
      } catch (RestFailure failure) {
        int status = desk.errorsWithStatus200() ? 200 : failure.status();
        ObjectNode error = JSON.createObjectNode();
        error.put("error", failure.code());
        error.put("error_description", failure.description());
        responder.json(exchange, status, error.toString());
      }
    }
  }

  private static PhpArray parameters(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    PhpArray params = new PhpArray();
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      params.putAll(PhpQuery.parse(query));
    }
    return params.putAll(PhpQuery.parse(new String(body, StandardCharsets.UTF_8)));
  }

  private Tokens grant(PhpArray params) {
    String client = PhpCast.toText(params.get("client_id"));
    String password = PhpCast.toText(params.get("client_secret"));
    return switch (PhpCast.toText(params.get("grant_type"))) {
      case "refresh_token" ->
          desk.refresh(client, password, PhpCast.toText(params.get("refresh_token")));
      case "authorization_code" ->
          desk.exchange(client, password, PhpCast.toText(params.get("code")));
      default -> throw new RestFailure(400, "invalid_request", "Invalid grant type");
    };
  }

  private String describe(Tokens tokens, String host) {
    long life = Duration.between(clock.instant(), tokens.expires()).toSeconds();
    ObjectNode json = JSON.createObjectNode();
    json.put("access_token", tokens.accessToken());
    json.put("refresh_token", tokens.refreshToken());
    json.put("expires", tokens.expires().getEpochSecond());
    json.put("expires_in", life);
    json.put("scope", "crm");
    json.put("domain", host);
    json.put("client_endpoint", "http://" + host + "/rest/");
    json.put("server_endpoint", "http://" + host + "/rest/");
    json.put("status", "L");
    json.put("member_id", "sandbox");
    json.put("user_id", 1);
    return json.toString();
  }
}
