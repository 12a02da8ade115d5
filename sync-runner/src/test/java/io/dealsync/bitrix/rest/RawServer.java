package io.dealsync.bitrix.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Sends bytes of its own to whoever connects, whatever HTTP says about it. */
public final class RawServer implements AutoCloseable {

  /** What is sent once a request has begun. */
  interface Behaviour {
    void send(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  RawServer(Behaviour behaviour) throws IOException {
    threads.submit(
        () -> {
          while (!server.isClosed()) {
            Socket client = server.accept();
            threads.submit(() -> serve(client, behaviour));
          }
          return null;
        });
  }

  public static RawServer answering(String text) throws IOException {
    return new RawServer(out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Void serve(Socket client, Behaviour behaviour) throws Exception {
    try (client) {
      InputStream in = client.getInputStream();
      in.read(new byte[8192]);
      behaviour.send(client.getOutputStream());
      client.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    }
    return null;
  }

  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
