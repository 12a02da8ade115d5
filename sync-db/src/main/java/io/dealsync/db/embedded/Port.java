package io.dealsync.db.embedded;

import io.dealsync.files.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The TCP port of one embedded server; kept, so that people's own clients find it again. */
final class Port {
  private Port() {}

  /** The port of last time if it is still free, else another one. */
  static int kept(Path file) {
    try {
      int last = Integer.parseInt(Files.readString(file).strip());
      if (isFree(last)) {
        return last;
      }
    } catch (IOException | NumberFormatException none) {
      // The first start, or a file that someone edited: any free port is as good.
    }
    return anyFree();
  }

  static void keep(Path file, int port) throws IOException {
    OwnerOnly.file(file, port + "\n");
  }

  static int anyFree() {
    try (var probe = bound(0)) {
      return probe.getLocalPort();
    } catch (IOException none) {
      throw new EmbeddedPostgresException("No TCP port is free on 127.0.0.1.", none);
    }
  }

  private static boolean isFree(int port) {
    try (var probe = bound(port)) {
      return probe.isBound();
    } catch (IOException | IllegalArgumentException taken) {
      return false;
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1);
      return socket;
    } catch (IOException | RuntimeException refused) {
      socket.close();
      throw refused;
    }
  }
}
