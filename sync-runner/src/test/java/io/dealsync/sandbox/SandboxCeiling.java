package io.dealsync.sandbox;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Measures how much the sandbox itself can serve to a client that only asks, so that a benchmark
 * knows when it is the bottleneck.
 */
public final class SandboxCeiling {

  private static final int COMMANDS = 50;
  private static final Duration RUN = Duration.ofSeconds(5);

  private final SandboxPortal portal;
  private final long deals;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private SandboxCeiling(SandboxPortal portal, long deals) {
    this.portal = portal;
    this.deals = deals;
  }

  /**
   * What was served to one kind of request.
   *
   * @param requests a second
   * @param dealsPerSecond deals in their answers
   */
  public record Served(String what, double requests, double dealsPerSecond) {}

  /** Asks a portal of so many deals for a while, in every way. */
  public static List<Served> measure(long deals) throws IOException, InterruptedException {
    try (SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults())) {
      SandboxSeed.ofDeals(deals).fill(portal.state());
      SandboxCeiling ceiling = new SandboxCeiling(portal, deals);
      ceiling.all();
      return ceiling.all();
    }
  }

  private List<Served> all() throws IOException, InterruptedException {
    return List.of(
        served("batch of 50 pages of `crm.item.list`", this::listBatch, COMMANDS * 50),
        served("batch of 50 `items.get`", this::getBatch, COMMANDS),
        served("`items.get` alone", this::single, 1));
  }

  private Served served(String name, LongFunction<HttpRequest> requests, int dealsEach)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < RUN.toNanos()) {
      HttpResponse<byte[]> response =
          http.send(requests.apply(count), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      count++;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Served(name, count / seconds, count * dealsEach / seconds);
  }

  private HttpRequest listBatch(long number) {
    StringBuilder body = new StringBuilder("{\"halt\":0,\"cmd\":{");
    for (int i = 0; i < COMMANDS; i++) {
      long from = ((number * COMMANDS + i) * 50) % deals;
      body.append(i == 0 ? "" : ",")
          .append("\"k")
          .append(i)
          .append("\":\"crm.item.list?entityTypeId=2")
          .append("&select%5B0%5D=id&select%5B1%5D=contactId&select%5B2%5D=contactIds")
          .append("&filter%5B%3Eid%5D=")
          .append(from)
          .append("&filter%5B%3C%3Did%5D=")
          .append(from + 50)
          .append("&order%5Bid%5D=ASC&start=-1\"");
    }
    return post("batch", body.append("}}").toString());
  }

  private HttpRequest getBatch(long number) {
    StringBuilder body = new StringBuilder("{\"halt\":0,\"cmd\":{");
    for (int i = 0; i < COMMANDS; i++) {
      body.append(i == 0 ? "" : ",")
          .append("\"k")
          .append(i)
          .append("\":\"crm.deal.contact.items.get?id=")
          .append((number * COMMANDS + i) % deals + 1)
          .append('"');
    }
    return post("batch", body.append("}}").toString());
  }

  private HttpRequest single(long number) {
    return post("crm.deal.contact.items.get", "{\"id\":" + (number % deals + 1) + "}");
  }

  private HttpRequest post(String method, String json) {
    return HttpRequest.newBuilder(portal.webhookUrl().resolve(method))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }
}
