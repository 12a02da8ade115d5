package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.Authentication;
import io.dealsync.bitrix.auth.Endpoint;
import io.dealsync.bitrix.auth.OAuth;
import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.auth.Renewal;
import io.dealsync.bitrix.auth.Seal;
import io.dealsync.bitrix.auth.Secrets;
import io.dealsync.bitrix.auth.TokenEndpoint;
import io.dealsync.bitrix.auth.Tokens;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.portal.PortalFailure.Kind;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The state of talking to one portal: its present address and the tokens in use. */
final class PortalSession {

  private final Optional<OAuth> oauth;
  private final Seal seal;
  private final Secrets secrets = new Secrets();
  private volatile Endpoint endpoint;
  private volatile Optional<Tokens> tokens = Optional.empty();
  private final boolean known;
  private volatile boolean proven;
  private final String configured;
  private String told;
  private Optional<URI> claimed = Optional.empty();

  /**
   * @param found where the portal was found before, if anywhere else than configured
   * @param known where a portal has answered before
   */
  PortalSession(Authentication authentication, Optional<Relocation> found, Optional<String> known) {
    switch (authentication) {
      case Webhook webhook -> {
        this.oauth = Optional.empty();
        this.endpoint = webhook.endpoint();
        this.seal = new Seal(webhook.code());
        secrets.add(webhook.code());
      }
      case OAuth application -> {
        this.oauth = Optional.of(application);
        Tokens current = application.store().current();
        this.tokens = Optional.of(current);
        this.endpoint = endpoint(current);
        this.seal = new Seal(application.clientSecret());
        secrets.add(application.clientSecret(), current.access(), current.refresh());
      }
    }
    this.configured = endpoint.origin();
    found
        .filter(relocation -> relocation.configured().equals(configured) && seal.holds(relocation))
        .flatMap(endpoint::foundAt)
        .ifPresent(there -> endpoint = there);
    this.told = endpoint.origin();
    this.known = known.equals(Optional.of(told));
  }

  private static Endpoint endpoint(Tokens tokens) {
    String path = tokens.endpoint().getRawPath();
    return Endpoint.of(tokens.endpoint(), path.endsWith("/") ? path : path + "/");
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** The portal as people call it. */
  String portal() {
    return endpoint.portal();
  }

  Optional<Tokens> tokens() {
    return tokens;
  }

  /** Whether the address has answered as a portal does, to this process or to one before. */
  boolean hasAnswered() {
    return proven || known;
  }

  /** Whether it has answered this process so. */
  boolean proven() {
    return proven;
  }

  /**
   * The address has answered as a portal does.
   *
   * @return whether that is news
   */
  synchronized boolean prove() {
    boolean news = !hasAnswered();
    proven = true;
    return news;
  }

  /** Where the portal is, when that is not where it is configured to be. */
  synchronized Optional<Relocation> relocation() {
    Relocation relocation = seal.relocation(configured, endpoint.origin());
    return relocation.isBack() ? Optional.empty() : Optional.of(relocation);
  }

  /**
   * An address has done what a portal does.
   *
   * @return the move that this confirms, told once
   */
  synchronized Optional<Relocation> confirm(Endpoint address) {
    if (!address.equals(endpoint) || endpoint.origin().equals(told)) {
      return Optional.empty();
    }
    told = endpoint.origin();
    return Optional.of(seal.relocation(configured, told));
  }

  /** Goes to where the portal has been found, unless someone else already has gone elsewhere. */
  synchronized void move(Endpoint from, Endpoint to) {
    if (endpoint.equals(from)) {
      endpoint = to;
    }
  }

  /**
   * Renews the tokens, unless someone else already has.
   *
   * @return where the portal is according to the new ones, when that is elsewhere
   */
  synchronized Optional<URI> renew(Tokens expired, TokenEndpoint refresher) {
    claimed = Optional.empty();
    if (oauth.isPresent() && tokens.equals(Optional.of(expired))) {
      OAuth application = oauth.get();
      Tokens renewed =
          renewed(
              application,
              expired,
              kept -> {
                Renewal bought = refresher.refresh(application, kept);
                claimed = bought.elsewhere();
                return bought.tokens();
              });
      secrets.add(renewed.access(), renewed.refresh());
      tokens = Optional.of(renewed);
    }
    return claimed;
  }

  private Tokens renewed(OAuth application, Tokens expired, UnaryOperator<Tokens> purchase) {
    try {
      return application.store().renew(expired, purchase);
    } catch (UncheckedIOException unusable) {
      throw secrets.failure(
          Kind.CONFIGURATION,
          "The OAuth token has expired and cannot be renewed: %s."
              .formatted(unusable.getMessage()));
    }
  }

  /** What the portal must not be able to show. */
  Secrets secrets() {
    return secrets;
  }
}
