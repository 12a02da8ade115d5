package io.dealsync.config;

/**
 * Where the mirror lives.
 *
 * @param url JDBC URL; blank means the embedded PostgreSQL
 */
public record DatabaseSettings(String url, String user, Secret password) {

  /** Whether dealsync runs its own PostgreSQL. */
  public boolean embedded() {
    return url.isBlank();
  }
}
