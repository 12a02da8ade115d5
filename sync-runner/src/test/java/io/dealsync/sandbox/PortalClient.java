package io.dealsync.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** A plain HTTP client for looking at the sandbox from outside. */
final class PortalClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;

  PortalClient(URI base) {
    this.base = base;
  }

  static PortalClient of(SandboxPortal portal) {
    return new PortalClient(portal.webhookUrl());
  }

  /** A response: status, JSON body, headers. */
  record Reply(int status, String text, HttpResponse<String> raw) {
    JsonNode json() {
      return JSON.readTree(text);
    }

    JsonNode result() {
      return json().path("result");
    }

    String error() {
      return json().path("error").asString();
    }

    String description() {
      return json().path("error_description").asString();
    }
  }

  static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  Reply call(String method, String jsonParams) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(base.resolve(method))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(jsonParams)));
  }

  Reply form(String method, String form) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(base.resolve(method))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  Reply get(String pathAndQuery) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(pathAndQuery)).GET());
  }

  /** Sends a batch of commands given as key, call, key, call… */
  Reply batch(int halt, String... keysAndCalls) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("halt", halt);
    ObjectNode cmd = body.putObject("cmd");
    for (int i = 0; i < keysAndCalls.length; i += 2) {
      cmd.put(keysAndCalls[i], keysAndCalls[i + 1]);
    }
    return call("batch", body.toString());
  }

  static Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(
            request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body(), response);
  }
}
