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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens on loopback and answers; after a rename on one more port (contract 4.2). */
public final class SandboxServer implements AutoCloseable {

  private final ExecutorService workers;
  private final RequestLog log = new RequestLog();
  private final HttpHandler rest;
  private final HttpHandler token;
  private final HttpHandler authorize;
  private final HttpHandler events;
  private final HttpHandler faults;
  private final HttpHandler page;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

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
    this.authorize = new AuthorizeHandler(engine.access().oauth());
    this.events = new EventHandler(state, this::renamed, responder);
    this.faults = new FaultHandler(plan, responder);
    this.page = new StatusPage(state, engine, plan, log, responder);
    this.workers = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    servers.add(bind(port));
  }

  /** Begins to answer. */
  public void start() {
    current().start();
  }

  /** Where the portal answers now. */
  public URI base() {
    return URI.create("http://127.0.0.1:" + current().getAddress().getPort() + "/");
  }

  /** The last requests. */
  public RequestLog log() {
    return log;
  }

  /** Moves the portal to another address; the old ones answer 302 from now on. */
  public synchronized void rename() throws IOException {
    HttpServer next = bind(0);
    next.start();
    servers.add(next);
  }

  private URI renamed() throws IOException {
    rename();
    return base();
  }

  /** Nothing answers any more where the portal was before. */
  public synchronized void retire() {
    List<HttpServer> old = List.copyOf(servers.subList(0, servers.size() - 1));
    old.forEach(server -> server.stop(0));
    servers.removeAll(old);
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    workers.shutdownNow();
  }

  private HttpServer current() {
    return servers.get(servers.size() - 1);
  }

  private HttpServer bind(int port) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.setExecutor(workers);
    http.createContext("/rest/", this::restOrRedirect);
    http.createContext("/oauth/token/", token);
    http.createContext("/oauth/authorize/", authorize);
    http.createContext("/__sandbox/rename", events);
    http.createContext("/__sandbox/merge", events);
    http.createContext("/__sandbox/faults", faults);
    http.createContext("/", page);
    return http;
  }

  private void restOrRedirect(HttpExchange exchange) throws IOException {
    if (exchange.getLocalAddress().getPort() == current().getAddress().getPort()) {
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
