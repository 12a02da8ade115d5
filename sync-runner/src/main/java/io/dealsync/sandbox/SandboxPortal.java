package io.dealsync.sandbox;

import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.fault.FaultPlan;
import io.dealsync.sandbox.fault.FaultyEngine;
import io.dealsync.sandbox.fault.Pause;
import io.dealsync.sandbox.http.RequestLog;
import io.dealsync.sandbox.http.SandboxServer;
import io.dealsync.sandbox.rest.Access;
import io.dealsync.sandbox.rest.Counters;
import io.dealsync.sandbox.rest.Quirk;
import io.dealsync.sandbox.rest.RestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A running sandbox portal: real HTTP outside, direct access to its state inside.
 *
 * <pre>{@code
 * try (SandboxPortal portal = SandboxPortal.start(SandboxOptions.defaults())) {
 *   portal.state().putDeal(1, "55/10/Y 54/20/N");
 *   client.connect(portal.webhookUrl());
 * }
 * }</pre>
 */
public final class SandboxPortal implements AutoCloseable {

  private final PortalState state;
  private final RestEngine engine;
  private final FaultPlan faults;
  private final Optional<StateKeeper> keeper;
  private final SandboxServer server;

  private SandboxPortal(SandboxOptions options) throws IOException {
    InstantSource clock = options.time().clock();
    this.state =
        new PortalState(
            clock,
            tieOrder(options),
            options.quirks().contains(Quirk.LINK_WRITES_BUMP_UPDATED_TIME));
    this.engine =
        new RestEngine(
            state, access(options.credentials(), clock), options.limits(), options.quirks(), clock);
    this.faults = new FaultPlan(clock, options.faultSeed());
    options.faults().forEach(faults::add);
    this.server = server(options);
    try {
      this.keeper = keeper(options);
      server.start();
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static Access access(SandboxOptions.Credentials credentials, InstantSource clock) {
    return RestEngine.access(
        credentials.userId(),
        credentials.secret(),
        credentials.clientId(),
        credentials.clientSecret(),
        clock);
  }

  private SandboxServer server(SandboxOptions options) throws IOException {
    Pause pause = options.time().pause();
    FaultyEngine faulty =
        new FaultyEngine(engine, state, faults, pause, options.limits().latency());
    return new SandboxServer(
        options.port(),
        state,
        engine,
        faulty,
        faults,
        options.quirks(),
        pause,
        options.time().clock());
  }

  private Optional<StateKeeper> keeper(SandboxOptions options) throws IOException {
    if (options.data().isEmpty()) {
      return Optional.empty();
    }
    StateKeeper opened = new StateKeeper(options.data().get(), state);
    opened.start();
    return Optional.of(opened);
  }

  /**
   * Starts a portal; it answers as soon as this returns.
   *
   * @throws UncheckedIOException when the port is taken or the data folder is in use or damaged
   */
  public static SandboxPortal start(SandboxOptions options) {
    try {
      return new SandboxPortal(options);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the sandbox cannot start on port %d: %s".formatted(options.port(), e.getMessage()), e);
    }
  }

  /** Where the portal answers now, for example {@code http://127.0.0.1:8024/}. */
  public URI baseUrl() {
    return server.base();
  }

  /** The incoming webhook's URL, ending in a slash; it contains the secret. */
  public URI webhookUrl() {
    return baseUrl().resolve("rest/%s/%s/".formatted(access().userId(), access().secret()));
  }

  /** Where an OAuth client calls methods, ending in a slash. */
  public URI restUrl() {
    return baseUrl().resolve("rest/");
  }

  /** The token endpoint that belongs to the portal (contract 5). */
  public URI tokenUrl() {
    return baseUrl().resolve("oauth/token/");
  }

  /** Deals, contacts and links. */
  public PortalState state() {
    return state;
  }

  /** Who may call: revoke the secret, let the plan expire, issue tokens. */
  public Access access() {
    return engine.access();
  }

  /** What has been asked so far. */
  public Counters counters() {
    return engine.counters();
  }

  /** What goes wrong, and what did so far. */
  public FaultPlan faults() {
    return faults;
  }

  /** The REST server itself: bucket level, foreign load, blocked methods. */
  public RestEngine engine() {
    return engine;
  }

  /** The last requests, the newest first. */
  public List<RequestLog.Entry> lastRequests() {
    return server.log().entries();
  }

  /**
   * Renames the portal, as often as wanted: it answers at a new address, and the old ones redirect
   * with 302 (contract 4.2). Every URL given out before is an old one now.
   */
  public void rename() {
    try {
      server.rename();
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cannot open a second port", e);
    }
  }

  /** Ends the redirection: nothing answers any more where the portal was before its renaming. */
  public void retireOldAddresses() {
    server.retire();
  }

  @Override
  public void close() {
    server.close();
    try {
      if (keeper.isPresent()) {
        keeper.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's state could not be saved", e);
    }
  }

  private static Comparator<LinkRow> tieOrder(SandboxOptions options) {
    return options.quirks().contains(Quirk.TIES_REVERSED)
        ? Comparator.comparingInt(LinkRow::sort)
            .thenComparing(Comparator.comparingLong(LinkRow::contactId).reversed())
        : LinkRow.BY_SORT;
  }
}
