package io.dealsync.sandbox.rest;

import java.util.Set;

/**
 * Who may call the portal right now; every condition can be changed while the portal runs, as it
 * happens to real integrations (contract 4.2, 5).
 */
public final class Access {

  /** What the calling user may do in the CRM. */
  public enum CrmRight {
    FULL,
    /** No right on deals in general. */
    NO_DEALS,
    /** No access to the CRM at all. */
    NONE
  }

  private final String userId;
  private final OAuthDesk oauth;
  private volatile String secret;
  private volatile boolean secretRevoked;
  private volatile boolean planExpired;
  private volatile boolean portalDeleted;
  private volatile boolean overloaded;
  private volatile boolean userBlocked;
  private volatile boolean userDismissed;
  private volatile boolean applicationRemoved;
  private volatile Set<String> scopes = Set.of("crm");
  private volatile CrmRight crmRight = CrmRight.FULL;

  Access(String userId, String secret, OAuthDesk oauth) {
    this.userId = userId;
    this.secret = secret;
    this.oauth = oauth;
  }

  /** The OAuth server that belongs to the portal. */
  public OAuthDesk oauth() {
    return oauth;
  }

  /** The webhook was deleted: its calls get {@code INVALID_CREDENTIALS}. */
  public void revokeSecret() {
    secretRevoked = true;
  }

  /** The webhook was created again under another code. */
  public void replaceSecret(String newSecret) {
    secret = newSecret;
    secretRevoked = false;
  }

  /** The subscription ended or was renewed. */
  public void planExpired(boolean expired) {
    planExpired = expired;
  }

  /** The portal was deleted. */
  public void portalDeleted(boolean deleted) {
    portalDeleted = deleted;
  }

  /** Bitrix24 blocked the portal by hand: {@code OVERLOAD_LIMIT}. */
  public void overloaded(boolean blocked) {
    overloaded = blocked;
  }

  /** The user lost access to the application: {@code user_access_error}. */
  public void userBlocked(boolean blocked) {
    userBlocked = blocked;
  }

  /** The user behind the webhook or application was dismissed: {@code authorization_error}. */
  public void userDismissed(boolean dismissed) {
    userDismissed = dismissed;
  }

  /** The application was removed from the portal: {@code ERROR_OAUTH}. */
  public void applicationRemoved(boolean removed) {
    applicationRemoved = removed;
  }

  /** The scopes granted to the webhook or application. */
  public void scopes(Set<String> granted) {
    scopes = Set.copyOf(granted);
  }

  public Set<String> scopes() {
    return scopes;
  }

  public void crmRight(CrmRight right) {
    crmRight = right;
  }

  public CrmRight crmRight() {
    return crmRight;
  }

  public String userId() {
    return userId;
  }

  /** The webhook's code; never to be printed. */
  public String secret() {
    return secret;
  }

  /** Throws what the portal answers when these credentials may not call anything now. */
  void check(Credentials credentials) {
    if (portalDeleted) {
      throw RestFailure.portalDeleted();
    }
    if (overloaded) {
      throw RestFailure.overload();
    }
    switch (credentials) {
      case Credentials.Missing() -> throw RestFailure.noAuth();
      case Credentials.Webhook(String user, String code) -> {
        if (secretRevoked || !user.equals(userId) || !code.equals(secret)) {
          throw RestFailure.invalidCredentials();
        }
      }
      case Credentials.Token(String value) -> {
        if (applicationRemoved) {
          throw RestFailure.applicationRemoved();
        }
        oauth.check(value);
      }
    }
    if (userDismissed) {
      throw RestFailure.userDismissed();
    }
    if (planExpired) {
      throw RestFailure.planExpired();
    }
    if (userBlocked) {
      throw RestFailure.userAccess();
    }
  }

  /** Throws when the scope a method needs is not granted; an empty scope needs none. */
  void checkScope(String scope) {
    if (!scope.isEmpty() && !scopes.contains(scope)) {
      throw RestFailure.insufficientScope();
    }
  }
}
