package io.dealsync.db.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A quick and silent look for a Docker engine; Testcontainers' own is slow and loud in finding
 * none.
 */
final class DockerEngine {
  private static final int LIMIT_MILLIS = 2000;

  private DockerEngine() {}

  static boolean answers() {
    return inTime(
        () ->
            configuredHost()
                .map(DockerEngine::answersAt)
                .orElseGet(() -> usualSockets().stream().anyMatch(DockerEngine::pings)));
  }

  private static Optional<String> configuredHost() {
    return Optional.ofNullable(System.getenv("DOCKER_HOST")).filter(host -> !host.isBlank());
  }

  private static List<Path> usualSockets() {
    var home = Path.of(System.getProperty("user.home"));
    var sockets = new ArrayList<Path>();
    sockets.add(Path.of("/var/run/docker.sock"));
    Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
        .ifPresent(folder -> sockets.add(Path.of(folder, "docker.sock")));
    sockets.add(home.resolve(".docker/run/docker.sock"));
    sockets.add(home.resolve(".docker/desktop/docker.sock"));
    return sockets;
  }

  private static boolean answersAt(String host) {
    URI address = URI.create(host);
    return switch (address.getScheme() == null ? "" : address.getScheme()) {
      case "unix" -> pings(Path.of(address.getPath()));
      case "tcp", "http", "https" -> accepts(address.getHost(), address.getPort());
      default -> true;
    };
  }

  private static boolean pings(Path socket) {
    if (!Files.exists(socket)) {
      return false;
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(
          ByteBuffer.wrap("GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      var answer = ByteBuffer.allocate(64);
      channel.read(answer);
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
          .contains(" 200 ");
    } catch (IOException noEngine) {
      return false;
    }
  }

  private static boolean accepts(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
      return true;
    } catch (IOException noEngine) {
      return false;
    }
  }

  private static boolean inTime(BooleanSupplier question) {
    var answer = new CompletableFuture<Boolean>();
    Thread.ofVirtual().start(() -> answer.complete(question.getAsBoolean()));
    try {
      return answer.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException silent) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
