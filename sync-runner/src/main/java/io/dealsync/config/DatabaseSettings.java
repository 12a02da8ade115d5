package io.dealsync.config;

/**
 * Where the mirror lives.
 *
 * @param url JDBC URL without user and password; blank means the embedded PostgreSQL
 */
public record DatabaseSettings(String url, String user, Secret password) {

  /** The URL may bring user and password along; keys of their own must not contradict it. */
  static DatabaseSettings read(Values values) {
    String written = values.location(Key.DATABASE_URL);
    String user = values.text(Key.DATABASE_USER, "");
    Secret password = values.secret(Key.DATABASE_PASSWORD, "");
    if (written.isBlank()) {
      return new DatabaseSettings("", user, password);
    }
    DatabaseUrl url = DatabaseUrl.of(written, values.named(Key.DATABASE_URL));
    if (!user.isBlank() && !url.user().isBlank() && !user.equals(url.user())) {
      throw contradiction(values, Key.DATABASE_USER, "user");
    }
    if (!url.password().isAbsent() && url.password().differsFrom(password)) {
      throw contradiction(values, Key.DATABASE_PASSWORD, "password");
    }
    return new DatabaseSettings(
        url.jdbc(),
        user.isBlank() ? url.user() : user,
        password.isAbsent() ? url.password() : password);
  }

  private static ConfigException contradiction(Values values, Key key, String part) {
    return new ConfigException(
        "%s holds another %s than %s does; give it once."
            .formatted(values.named(Key.DATABASE_URL), part, values.named(key)));
  }

  /** Whether dealsync runs its own PostgreSQL. */
  public boolean embedded() {
    return url.isBlank();
  }
}
