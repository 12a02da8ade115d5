package io.dealsync.bitrix.http;

/** How we introduce ourselves. */
public final class UserAgent {

  public static final String TEXT = "dealsync/" + version();

  private UserAgent() {}

  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
