package io.dealsync.sandbox;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * Measures how much the sandbox itself can serve, so that a benchmark knows when it is the
 * bottleneck: {@code SandboxCeiling [deals]}.
 */
final class SandboxCeiling {

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

  public static void main(String[] args) throws Exception {
    long deals = args.length > 0 ? Long.parseLong(args[0]) : 100_000;
    startStop();
    try (SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults())) {
      long start = System.nanoTime();
      SandboxSeed.ofDeals(deals).fill(portal.state());
      System.gc();
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      print("%,d deals seeded in %.1f s, heap in use %,d MB", deals, since(start), used >> 20);
      SandboxCeiling ceiling = new SandboxCeiling(portal, deals);
      for (int round = 0; round < 2; round++) {
        ceiling.run("crm.item.list 50x50", ceiling::listBatch, COMMANDS * 50);
        ceiling.run("items.get x50", ceiling::getBatch, COMMANDS);
        ceiling.run("items.get single", ceiling::single, 1);
      }
    }
  }

  private static void startStop() {
    long start = System.nanoTime();
    int rounds = 200;
    for (int i = 0; i < rounds; i++) {
      SandboxPortal.start(SandboxOptions.defaults()).close();
    }
    print("start and stop: %.2f ms", since(start) * 1000 / rounds);
  }

  private void run(String name, LongFunction<HttpRequest> requests, int dealsEach)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long count = 0;
    long bytes = 0;
    while (System.nanoTime() - start < RUN.toNanos()) {
      HttpResponse<byte[]> response =
          http.send(requests.apply(count), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      bytes += response.body().length;
      count++;
    }
    double seconds = since(start);
    print(
        "%-20s %,9.0f requests/s %,12.0f deals/s %8.1f MB/s",
        name, count / seconds, count * dealsEach / seconds, bytes / seconds / 1e6);
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

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
