package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dealsync.sandbox.rest.CommandHook;
import io.dealsync.sandbox.rest.RestEngine;
import io.dealsync.sandbox.rest.RestReply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens on loopback and answers. */
public final class SandboxServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService workers;
  private final RestEngine engine;
  private final RequestDecoder decoder;

  /** Starts listening; port 0 takes any free one. */
  public SandboxServer(int port, RestEngine engine, boolean limitsVariables) throws IOException {
    // Without it every small response waits for the peer's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.engine = engine;
    this.decoder = new RequestDecoder(limitsVariables);
    this.workers = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(workers);
    server.createContext("/rest/", this::rest);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void rest(HttpExchange exchange) throws IOException {
    RestReply reply = engine.handle(decoder.decode(exchange), CommandHook.NONE);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(reply.status(), reply.body().size());
    try (OutputStream out = exchange.getResponseBody()) {
      reply.body().writeTo(out);
    }
    exchange.close();
  }
}
