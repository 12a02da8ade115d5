package io.dealsync.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A portal that takes requests and never answers. */
public final class SilentPortal implements AutoCloseable {

  private final ServerSocket server;
  private final List<Socket> callers = new CopyOnWriteArrayList<>();
  private volatile boolean asked;

  private SilentPortal(ServerSocket server) {
    this.server = server;
  }

  public static SilentPortal open() {
    try {
      SilentPortal portal =
          new SilentPortal(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofPlatform().daemon().name("silent-portal").start(portal::listen);
      return portal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try {
      while (true) {
        Socket caller = server.accept();
        callers.add(caller);
        asked = caller.getInputStream().read() >= 0;
      }
    } catch (IOException closed) {
      asked = true;
    }
  }

  /** Whether a request has come. */
  public boolean asked() {
    return asked;
  }

  public String webhook() {
    return "http://127.0.0.1:%d/rest/1/%s/".formatted(server.getLocalPort(), Stage.SECRET);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket caller : callers) {
        caller.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
