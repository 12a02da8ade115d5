package io.dealsync.bitrix.rest;

/** How we introduce ourselves. */
final class UserAgent {

  static final String TEXT = "dealsync/" + version();

  private UserAgent() {}

  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
