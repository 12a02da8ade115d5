package io.dealsync.sandbox.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The OAuth server: access tokens live an hour, and a refresh token is replaced each time it is
 * used (contract 5).
 */
public final class OAuthDesk {

  private static final Duration ACCESS_LIFE = Duration.ofHours(1);
  private static final Duration REFRESH_LIFE = Duration.ofDays(180);
  private static final Duration CODE_LIFE = Duration.ofSeconds(30);

  private final String clientId;
  private final String clientSecret;
  private final InstantSource clock;
  private final Map<String, Instant> accessTokens = new HashMap<>();
  private final Map<String, Instant> refreshTokens = new HashMap<>();
  private final Map<String, Instant> codes = new HashMap<>();
  private final Set<String> spent = new HashSet<>();
  private long issued;
  private volatile boolean errorsWithStatus200;

  /** A pair of tokens as issued together. */
  public record Tokens(String accessToken, String refreshToken, Instant expires) {
    @Override
    public String toString() {
      return "tokens until " + expires;
    }
  }

  OAuthDesk(String clientId, String clientSecret, InstantSource clock) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clock = clock;
  }

  /** The application's id. */
  String clientId() {
    return clientId;
  }

  /** Issues a first pair, as after a user's consent. */
  public synchronized Tokens issue() {
    issued++;
    Instant now = clock.instant();
    Tokens tokens = new Tokens("access-" + issued, "refresh-" + issued, now.plus(ACCESS_LIFE));
    accessTokens.put(tokens.accessToken(), tokens.expires());
    refreshTokens.put(tokens.refreshToken(), now.plus(REFRESH_LIFE));
    return tokens;
  }

  /** Issues an authorization code, valid for 30 seconds and once. */
  public synchronized String issueCode() {
    issued++;
    String code = "code-" + issued;
    codes.put(code, clock.instant().plus(CODE_LIFE));
    return code;
  }

  /** Makes every access token expire now; refresh tokens stay good. */
  public synchronized void expireAccessTokens() {
    accessTokens.replaceAll((token, expires) -> Instant.MIN);
  }

  /** Withdraws every refresh token: the user must consent again. */
  public synchronized void revokeRefreshTokens() {
    refreshTokens.clear();
  }

  /** The token endpoint's errors come with status 200, as some real ones do. */
  public void errorsWithStatus200(boolean enabled) {
    errorsWithStatus200 = enabled;
  }

  public boolean errorsWithStatus200() {
    return errorsWithStatus200;
  }

  /** How many refresh tokens were used up. */
  public synchronized int refreshes() {
    return spent.size();
  }

  /** {@code grant_type=refresh_token}; the given token is worthless afterwards. */
  public synchronized Tokens refresh(String id, String clientPassword, String refreshToken) {
    checkClient(id, clientPassword);
    Instant expires = refreshTokens.remove(refreshToken);
    if (expires == null || expires.isBefore(clock.instant())) {
      throw invalidGrant();
    }
    spent.add(refreshToken);
    return issue();
  }

  /** {@code grant_type=authorization_code}. */
  public synchronized Tokens exchange(String id, String clientPassword, String code) {
    checkClient(id, clientPassword);
    Instant expires = codes.remove(code);
    if (expires == null || expires.isBefore(clock.instant())) {
      throw invalidGrant();
    }
    return issue();
  }

  synchronized void check(String accessToken) {
    Instant expires = accessTokens.get(accessToken);
    if (expires == null) {
      throw RestFailure.invalidToken();
    }
    if (expires.isBefore(clock.instant())) {
      throw RestFailure.expiredToken();
    }
  }

  private void checkClient(String id, String clientPassword) {
    if (!id.equals(clientId)) {
      throw new RestFailure(200, "WRONG_CLIENT", "Wrong client");
    }
    if (!clientPassword.equals(clientSecret)) {
      throw new RestFailure(401, "invalid_client", "Client authentication failed");
    }
  }

  private static RestFailure invalidGrant() {
    return new RestFailure(400, "invalid_grant", "The provided authorization grant is invalid");
  }
}
