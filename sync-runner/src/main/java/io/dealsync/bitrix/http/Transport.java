package io.dealsync.bitrix.http;

import io.dealsync.bitrix.wire.Query;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends single HTTP requests and tells how far they got. What comes back is bounded in size and as
 * a whole in time, whoever sends it. No message of it holds an address's path.
 */
public final class Transport implements AutoCloseable {

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);
  private static final Set<String> COMPRESSED =
      Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd");
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final HttpClient client;
  private final Network network;
  private final Duration wholeExchange;
  private final String userAgent;

  /**
   * @param connect how long connecting may take
   * @param wholeExchange how long everything from connecting to the last byte may take
   */
  public Transport(Network network, Duration connect, Duration wholeExchange, String userAgent) {
    this.client =
        network
            .applied(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .build();
    this.network = network;
    this.wholeExchange = wholeExchange;
    this.userAgent = userAgent;
  }

  public HttpOutcome postJson(URI address, byte[] json) throws InterruptedException {
    return post(address, "application/json", json);
  }

  /** Parameters in the body: addresses are what proxies and servers write into their logs. */
  public HttpOutcome postForm(URI address, Query form) throws InterruptedException {
    return post(
        address,
        "application/x-www-form-urlencoded",
        form.toString().getBytes(StandardCharsets.UTF_8));
  }

  private HttpOutcome post(URI address, String type, byte[] body) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .header("Accept", "application/json")
            .header("User-Agent", userAgent)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  /** A timeout of the request itself would cover the headers only. */
  private HttpOutcome send(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, headers -> new BoundedBody());
    try {
      return exchange(request.uri(), response.get(wholeExchange.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      response.cancel(true);
      return new HttpOutcome.Broken(
          "no whole answer within %d s".formatted(wholeExchange.toSeconds()));
    } catch (InterruptedException stopped) {
      response.cancel(true);
      throw stopped;
    } catch (ExecutionException failed) {
      return ConnectionTrouble.exchange(failed, network.proxyFor(request.uri()));
    }
  }

  private HttpOutcome exchange(URI asked, HttpResponse<byte[]> response) {
    HttpHeaders headers = response.headers();
    Optional<URI> location = headers.firstValue("Location").flatMap(Transport::address);
    if (response.statusCode() / 100 == 3 && location.isPresent()) {
      return new HttpOutcome.Moved(response.statusCode(), location.get());
    }
    if (response.statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
      return ConnectionTrouble.proxyRefuses(network.proxyFor(asked), ProxyChallenge.of(headers));
    }
    if (headers.firstValue("Content-Encoding").map(COMPRESSED::contains).orElse(false)) {
      return new HttpOutcome.Broken("it sends a compressed answer, which was not asked for");
    }
    return new HttpOutcome.Answered(
        response.statusCode(),
        headers.firstValue("Content-Type").orElse(""),
        retryAfter(headers),
        response.body());
  }

  private static Optional<URI> address(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Duration retryAfter(HttpHeaders headers) {
    try {
      long seconds = Long.parseLong(headers.firstValue("Retry-After").orElse("0").strip());
      return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_RETRY_AFTER.toSeconds()));
    } catch (NumberFormatException aDate) {
      return Duration.ZERO;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
