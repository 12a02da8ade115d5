package io.dealsync.bitrix.auth;

/**
 * Where a portal was found to answer after it was renamed (contract 4.2); to be kept for the next
 * process. Holds no secret.
 *
 * @param configured scheme, host and port as configured
 * @param now those under which it has answered
 * @param seal proves that it was found by someone who knows the secret: whoever can only write
 *     where this is kept cannot have the secret sent to an address of theirs
 */
public record Relocation(String configured, String now, String seal) {

  /** Whether the portal answers under the configured address after all. */
  public boolean isBack() {
    return configured.equals(now);
  }

  /** The configured address as people call it: its host, with the port if there is one. */
  public String configuredHost() {
    return host(configured);
  }

  /** The present address as people call it. */
  public String host() {
    return host(now);
  }

  private static String host(String origin) {
    return origin.substring(origin.indexOf("://") + 3);
  }
}
