package io.dealsync.bitrix.rest;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The state of talking to one portal: its present address and the tokens in use. */
final class Session {

  private final Optional<OAuth> oauth;
  private final List<String> secrets = new CopyOnWriteArrayList<>();
  private volatile Endpoint endpoint;
  private volatile Optional<Tokens> tokens = Optional.empty();
  private volatile boolean proven;

  Session(Authentication authentication) {
    switch (authentication) {
      case Webhook webhook -> {
        this.oauth = Optional.empty();
        this.endpoint = webhook.endpoint();
        secrets.add(webhook.code());
      }
      case OAuth application -> {
        this.oauth = Optional.of(application);
        Tokens current = application.store().current();
        this.tokens = Optional.of(current);
        this.endpoint = endpoint(current);
        secrets.addAll(List.of(application.clientSecret(), current.access(), current.refresh()));
      }
    }
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

  /** Whether the address has ever answered as a portal does. */
  boolean proven() {
    return proven;
  }

  void prove() {
    proven = true;
  }

  /**
   * Goes to where the portal has moved.
   *
   * @return the new portal; empty when the secret must not be carried there
   */
  synchronized Optional<Endpoint> move(Endpoint from, URI asked, URI location) {
    if (!endpoint.equals(from)) {
      return Optional.of(endpoint);
    }
    Optional<Endpoint> target = from.movedTo(asked, location);
    target.ifPresent(there -> endpoint = there);
    return target;
  }

  /**
   * Renews the tokens, unless somebody else already has.
   *
   * @return false for a webhook, which has none
   */
  synchronized boolean renew(Tokens expired, TokenEndpoint refresher) {
    if (oauth.isEmpty()) {
      return false;
    }
    if (tokens.equals(Optional.of(expired))) {
      OAuth application = oauth.get();
      Tokens renewed =
          application.store().renew(expired, kept -> refresher.refresh(application, kept));
      secrets.addAll(List.of(renewed.access(), renewed.refresh()));
      tokens = Optional.of(renewed);
      if (!renewed.endpoint().equals(expired.endpoint())) {
        endpoint = endpoint(renewed);
      }
    }
    return true;
  }

  /** A text of the portal without our secrets, past ones included, should it repeat them. */
  String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }
}
