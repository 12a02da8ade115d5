package io.dealsync.bitrix.rest;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends single HTTP requests and tells how far they got. No message of it holds an address's path.
 */
final class Transport implements AutoCloseable {

  /** What fails before anything is sent; the more telling ones first, as they come nested. */
  private static final List<Map.Entry<Class<? extends Exception>, String>> NEVER_LEFT =
      List.of(
          Map.entry(UnresolvedAddressException.class, "its name is not known"),
          Map.entry(UnknownHostException.class, "its name is not known"),
          Map.entry(NoRouteToHostException.class, "there is no route to it"),
          Map.entry(HttpConnectTimeoutException.class, "it does not answer"),
          Map.entry(SSLHandshakeException.class, "its certificate is not accepted"),
          Map.entry(ConnectException.class, "it refuses the connection"));

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  private final HttpClient client;
  private final Duration wholeExchange;
  private final String userAgent;

  /**
   * @param connect how long connecting may take
   * @param wholeExchange how long everything from connecting to the last byte may take
   */
  Transport(Duration connect, Duration wholeExchange, String userAgent) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .build();
    this.wholeExchange = wholeExchange;
    this.userAgent = userAgent;
  }

  Exchange post(URI address, byte[] json) throws InterruptedException {
    return send(
        request(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build());
  }

  Exchange get(URI address) throws InterruptedException {
    return send(request(address).GET().build());
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address)
        .header("Accept", "application/json")
        .header("User-Agent", userAgent);
  }

  /** A timeout of the request itself would cover the headers only. */
  private Exchange send(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return exchange(response.get(wholeExchange.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      response.cancel(true);
      return new Exchange.Broken(
          "no whole answer within %d s".formatted(wholeExchange.toSeconds()));
    } catch (InterruptedException stopped) {
      response.cancel(true);
      throw stopped;
    } catch (ExecutionException failed) {
      return failure(failed);
    }
  }

  private static Exchange exchange(HttpResponse<byte[]> response) {
    HttpHeaders headers = response.headers();
    Optional<URI> location = headers.firstValue("Location").flatMap(Transport::address);
    if (response.statusCode() / 100 == 3 && location.isPresent()) {
      return new Exchange.Moved(response.statusCode(), location.get());
    }
    return new Exchange.Answered(
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

  private static Exchange failure(ExecutionException failed) {
    List<Throwable> causes =
        Stream.iterate(failed.getCause(), Objects::nonNull, Throwable::getCause).toList();
    for (Map.Entry<Class<? extends Exception>, String> kind : NEVER_LEFT) {
      if (causes.stream().anyMatch(kind.getKey()::isInstance)) {
        return new Exchange.NeverLeft(kind.getValue());
      }
    }
    return new Exchange.Broken(
        causes.stream()
            .findFirst()
            .map(cause -> "the connection broke (%s)".formatted(cause.getClass().getSimpleName()))
            .orElse("the connection broke"));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
