package io.dealsync.sandbox;

import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.http.SandboxServer;
import io.dealsync.sandbox.rest.Access;
import io.dealsync.sandbox.rest.Counters;
import io.dealsync.sandbox.rest.Quirk;
import io.dealsync.sandbox.rest.RestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Comparator;

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

  private final SandboxOptions options;
  private final PortalState state;
  private final RestEngine engine;
  private final SandboxServer server;

  private SandboxPortal(SandboxOptions options) throws IOException {
    this.options = options;
    this.state =
        new PortalState(
            options.clock(),
            tieOrder(options),
            options.quirks().contains(Quirk.LINK_WRITES_BUMP_UPDATED_TIME));
    Access access =
        RestEngine.access(
            options.userId(), options.secret(), "local.sandbox", "sandbox-client", options.clock());
    this.engine =
        new RestEngine(state, access, options.limits(), options.quirks(), options.clock());
    this.server =
        new SandboxServer(options.port(), engine, options.quirks().contains(Quirk.MAX_INPUT_VARS));
  }

  /** Starts a portal; it answers as soon as this returns. */
  public static SandboxPortal start(SandboxOptions options) {
    try {
      return new SandboxPortal(options);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the sandbox cannot listen on port " + options.port() + ": " + e.getMessage(), e);
    }
  }

  /** The incoming webhook's URL, ending in a slash; it contains the secret. */
  public URI webhookUrl() {
    return URI.create(
        "http://127.0.0.1:%d/rest/%s/%s/"
            .formatted(server.port(), options.userId(), engine.access().secret()));
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

  /** The REST server itself: bucket level, foreign load, blocked methods. */
  public RestEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    server.close();
  }

  private static Comparator<LinkRow> tieOrder(SandboxOptions options) {
    return options.quirks().contains(Quirk.TIES_REVERSED)
        ? Comparator.comparingInt(LinkRow::sort)
            .thenComparing(Comparator.comparingLong(LinkRow::contactId).reversed())
        : LinkRow.BY_SORT;
  }
}
