package io.dealsync.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A company's proxy: lets connections pass for one user, and wherever they want to go, brings them
 * to one port of this machine.
 */
public final class AuthenticatingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final String credentials;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private volatile String refusal = "";
  private volatile List<String> challenges = List.of("Basic realm=\"company\"");

  public AuthenticatingProxy(int target, String user, String password) {
    this.target = target;
    this.credentials =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.submit(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Refuses whatever is asked with this status line from now on. */
  public void refuse(String statusLine) {
    refusal = statusLine;
  }

  /** Asks for this from now on, a header line each. */
  public void ask(String... lines) {
    challenges = List.of(lines);
  }

  /** Every line that it got before a tunnel was open. */
  public List<String> seen() {
    return List.copyOf(seen);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.submit(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
      OutputStream out = client.getOutputStream();
      while (true) {
        List<String> request = new ArrayList<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
          request.add(line);
          line = in.readLine();
        }
        if (request.isEmpty()) {
          return;
        }
        seen.addAll(request);
        boolean known =
            request.stream()
                .anyMatch(each -> each.equalsIgnoreCase("Proxy-Authorization: " + credentials));
        if (!known || !refusal.isEmpty()) {
          String status = known ? refusal : "407 Proxy Authentication Required";
          out.write(
              ("HTTP/1.1 %s\r\n%sContent-Length: 0\r\n\r\n".formatted(status, challengeLines()))
                  .getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          continue;
        }
        tunnel(client, out);
        return;
      }
    } catch (IOException gone) {
      // The client hung up.
    }
  }

  private String challengeLines() {
    return challenges.stream()
        .map("Proxy-Authenticate: %s\r\n"::formatted)
        .collect(Collectors.joining());
  }

  private void tunnel(Socket client, OutputStream out) throws IOException {
    try (Socket portal = new Socket(InetAddress.getLoopbackAddress(), target)) {
      out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      threads.submit(
          () -> {
            client.getInputStream().transferTo(portal.getOutputStream());
            return null;
          });
      portal.getInputStream().transferTo(out);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
