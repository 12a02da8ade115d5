package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.fault.FaultPlan;
import io.dealsync.sandbox.fault.FaultyEngine;
import io.dealsync.sandbox.fault.Pause;
import io.dealsync.sandbox.rest.Quirk;
import io.dealsync.sandbox.rest.RestEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Listens on loopback and answers; after a rename on a second port too (contract 4.2). */
public final class SandboxServer implements AutoCloseable {

  private final ExecutorService workers;
  private final RequestLog log = new RequestLog();
  private final HttpHandler rest;
  private final HttpHandler token;
  private final HttpHandler faults;
  private final HttpHandler page;
  private final HttpServer server;
  private volatile @Nullable HttpServer renamed;

  /** Takes the port, 0 for any free one; answers after {@link #start}. */
  public SandboxServer(
      int port,
      PortalState state,
      RestEngine engine,
      FaultyEngine faulty,
      FaultPlan plan,
      Set<Quirk> quirks,
      Pause pause,
      InstantSource clock)
      throws IOException {
    // Without it every small response waits for the peer's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Responder responder = new Responder(pause, quirks.contains(Quirk.RETRY_AFTER));
    RequestDecoder decoder = new RequestDecoder(quirks.contains(Quirk.MAX_INPUT_VARS));
    this.rest = new RestHandler(decoder, faulty, responder, log, clock);
    this.token = new TokenHandler(engine.access().oauth(), responder, clock);
    this.faults = new FaultHandler(plan, responder);
    this.page = new StatusPage(state, engine, plan, log, responder);
    this.workers = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    this.server = bind(port, this::restOrRedirect);
  }

  /** Begins to answer. */
  public void start() {
    server.start();
  }

  /** Where the portal answers now. */
  public URI base() {
    HttpServer current = renamed == null ? server : renamed;
    return URI.create("http://127.0.0.1:" + current.getAddress().getPort() + "/");
  }

  /** The last requests. */
  public RequestLog log() {
    return log;
  }

  /** Moves the portal to another address; the old one answers 302 from now on. */
  public synchronized void rename() throws IOException {
    HttpServer before = renamed;
    HttpServer next = bind(0, rest);
    next.start();
    renamed = next;
    if (before != null) {
      before.stop(0);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    HttpServer second = renamed;
    if (second != null) {
      second.stop(0);
    }
    workers.shutdownNow();
  }

  private HttpServer bind(int port, HttpHandler restHandler) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.setExecutor(workers);
    http.createContext("/rest/", restHandler);
    http.createContext("/oauth/token/", token);
    http.createContext("/__sandbox/faults", faults);
    http.createContext("/", page);
    return http;
  }

  private void restOrRedirect(HttpExchange exchange) throws IOException {
    if (renamed == null) {
      rest.handle(exchange);
      return;
    }
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      URI target = base().resolve(exchange.getRequestURI().toString());
      exchange.getResponseHeaders().set("Location", target.toString());
      exchange.sendResponseHeaders(302, -1);
    }
  }
}
