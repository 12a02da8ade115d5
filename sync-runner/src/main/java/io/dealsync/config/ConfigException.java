package io.dealsync.config;

/** The configuration cannot be used. The message names the key and the next move. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
