package io.dealsync.sandbox.rest;

import java.util.Map;

/**
 * An error as the REST server reports it: HTTP status, {@code error}, {@code error_description} and
 * sometimes more (contract 1.1, 4.2).
 */
public final class RestFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> extras;

  public RestFailure(int status, String code, String description, Map<String, String> extras) {
    super(description, null, false, false);
    this.status = status;
    this.code = code;
    this.extras = Map.copyOf(extras);
  }

  public RestFailure(int status, String code, String description) {
    this(status, code, description, Map.of());
  }

  /** The link methods' usual error: 400 with an empty code (contract 1.1). */
  public static RestFailure unnamed(String description) {
    return new RestFailure(400, "", description);
  }

  /** No right on this one record. */
  public static RestFailure accessDenied() {
    return new RestFailure(403, "ACCESS_DENIED", "Access denied!");
  }

  public static RestFailure methodNotFound() {
    return new RestFailure(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");
  }

  public static RestFailure queryLimit() {
    return new RestFailure(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
  }

  public static RestFailure operationTimeLimit() {
    return new RestFailure(
        429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
  }

  public static RestFailure overload() {
    return new RestFailure(503, "OVERLOAD_LIMIT", "REST API is blocked due to overload.");
  }

  public static RestFailure planExpired() {
    return new RestFailure(403, "ACCESS_DENIED", "REST API is available only on commercial plans");
  }

  public static RestFailure noAuth() {
    return new RestFailure(401, "NO_AUTH_FOUND", "Wrong authorization data");
  }

  public static RestFailure invalidCredentials() {
    return new RestFailure(401, "INVALID_CREDENTIALS", "Invalid request credentials");
  }

  public static RestFailure userDismissed() {
    return new RestFailure(401, "authorization_error", "Unable to authorize user");
  }

  public static RestFailure applicationRemoved() {
    return new RestFailure(401, "ERROR_OAUTH", "Application not installed");
  }

  public static RestFailure expiredToken() {
    return new RestFailure(401, "expired_token", "The access token provided has expired.");
  }

  public static RestFailure invalidToken() {
    return new RestFailure(401, "invalid_token", "Unable to get application by token");
  }

  public static RestFailure insufficientScope() {
    return new RestFailure(
        403,
        "insufficient_scope",
        "The request requires higher privileges than provided by the access token");
  }

  public static RestFailure userAccess() {
    return new RestFailure(
        403, "user_access_error", "The user does not have access to the application.");
  }

  public static RestFailure portalDeleted() {
    return new RestFailure(500, "PORTAL_DELETED", "Portal was deleted");
  }

  public static RestFailure internalError() {
    return new RestFailure(500, "INTERNAL_SERVER_ERROR", "Internal server error");
  }

  public int status() {
    return status;
  }

  /** The {@code error} member; often empty. */
  public String code() {
    return code;
  }

  /** The {@code error_description} member. */
  public String description() {
    return String.valueOf(getMessage());
  }

  /** Further members of the error object, for example {@code argument}. */
  public Map<String, String> extras() {
    return extras;
  }
}
