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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Sends single HTTP requests and tells how far they got. No message of it holds an address's path.
 */
final class Transport implements AutoCloseable {

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

  /** The innermost cause knows best: an unknown name comes wrapped as a failed connection. */
  private static Exchange failure(Throwable failed) {
    Optional<String> before = Optional.empty();
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      Optional<String> reason = neverLeft(cause);
      before = reason.isPresent() ? reason : before;
    }
    if (before.isPresent()) {
      return new Exchange.NeverLeft(before.get());
    }
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return new Exchange.Broken(
        "the connection broke (%s)".formatted(cause.getClass().getSimpleName()));
  }

  private static Optional<String> neverLeft(Throwable cause) {
    return switch (cause) {
      case UnresolvedAddressException ignored -> Optional.of("its name is not known");
      case UnknownHostException ignored -> Optional.of("its name is not known");
      case NoRouteToHostException ignored -> Optional.of("there is no route to it");
      case HttpConnectTimeoutException ignored -> Optional.of("it does not answer");
      case SSLHandshakeException ignored -> Optional.of("its certificate is not accepted");
      case ConnectException ignored -> Optional.of("it refuses the connection");
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
