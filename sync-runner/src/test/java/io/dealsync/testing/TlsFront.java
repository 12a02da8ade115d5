package io.dealsync.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A portal behind TLS, with a certificate of its company's own authority; answers the same to every
 * request, or as a portal without TLS does.
 */
public final class TlsFront implements AutoCloseable {

  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Making keys takes a second or two. */
  private static final Map<List<String>, KeyStore> KEYS = new ConcurrentHashMap<>();

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Path certificate;

  private TlsFront(Path folder, HttpHandler answer, KeyStore keys) {
    try {
      certificate = folder.resolve("company-ca.pem");
      byte[] encoded = keys.getCertificate("ca").getEncoded();
      Files.writeString(
          certificate,
          "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(Base64.getMimeEncoder().encodeToString(encoded)));
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(managers.getKeyManagers(), null, null);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", answer);
    server.start();
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /**
   * Starts one.
   *
   * @param certificate options of keytool: for what names and times the certificate is made
   */
  public static TlsFront start(Path folder, String answer, String... certificate) {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    return start(
        folder,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          reply(exchange, 200, body);
        },
        certificate);
  }

  /** Starts one that hands every request on to a portal without TLS. */
  public static TlsFront before(URI portal, Path folder, String... certificate) {
    HttpClient client = HttpClient.newHttpClient();
    return start(folder, exchange -> handOn(exchange, portal, client), certificate);
  }

  private static void handOn(HttpExchange exchange, URI portal, HttpClient client)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(portal.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
        .ifPresent(type -> request.header("Content-Type", type));
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      reply(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static TlsFront start(Path folder, HttpHandler answer, String... certificate) {
    return new TlsFront(folder, answer, KEYS.computeIfAbsent(List.of(certificate), TlsFront::keys));
  }

  private static KeyStore keys(List<String> certificate) {
    try {
      Path store = Files.createTempDirectory("keys").resolve("portal.p12");
      keytool(store, "ca", List.of("-ext", "bc=ca:true"));
      List<String> signed = new ArrayList<>(List.of("-signer", "ca"));
      signed.addAll(certificate);
      keytool(store, "portal", signed);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store, String alias, List<String> options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
    command.addAll(options);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The certificate, in PEM, of the authority that vouches for it. */
  public Path certificate() {
    return certificate;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
