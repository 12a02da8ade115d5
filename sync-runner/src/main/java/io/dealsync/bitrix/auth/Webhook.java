package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An incoming webhook: the address of a portal together with a user and that user's secret code
 * (contract 5). Whoever has it can do what the user can, so its text form hides the code.
 */
public final class Webhook implements Authentication {

  private static final String FORM =
      "An incoming webhook looks like https://acme.bitrix24.com/rest/1/your-code/";

  private static final Pattern PATH =
      Pattern.compile(
          "(?<root>.*)/rest/(?<user>[1-9]\\d{0,17})/(?<code>[A-Za-z0-9_-]+)(/([a-z][a-z0-9._]*)?)?");

  private final Endpoint endpoint;
  private final long user;
  private final String code;

  private Webhook(Endpoint endpoint, long user, String code) {
    this.endpoint = endpoint;
    this.user = user;
    this.code = code;
  }

  /**
   * Reads the address as Bitrix24 shows it, also with the method that its examples have at the end.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong and never shows the
   *     code
   */
  public static Webhook parse(String text) {
    URI address = address(text.strip());
    String host = address.getHost();
    if (host == null || address.getRawUserInfo() != null) {
      throw malformed("it names no portal");
    }
    if (!Loopback.mayCarrySecrets(address)) {
      throw malformed(
          "http".equalsIgnoreCase(address.getScheme())
              ? "plain http would show the code to everybody on the way; use https"
              : "it does not start with https://");
    }
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      throw malformed("leave out what follows the code");
    }
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    Matcher parts = PATH.matcher(path);
    if (path.contains("/rest/api/")) {
      throw malformed(
          "this is an address of REST 3.0, which knows no links between deals and contacts; take"
              + " the one without api/");
    }
    if (!parts.matches()) {
      throw malformed("after the portal comes /rest/, the user's number and the code");
    }
    String code = parts.group("code");
    String base = "%s/rest/%s/%s/".formatted(parts.group("root"), parts.group("user"), code);
    return new Webhook(Endpoint.of(address, base), Long.parseLong(parts.group("user")), code);
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException notAnAddress) {
      throw malformed("it is not an address");
    }
  }

  private static IllegalArgumentException malformed(String why) {
    return new IllegalArgumentException("%s; %s.".formatted(FORM, why));
  }

  /** The portal's host, with the port if it is an unusual one. */
  public String portal() {
    return endpoint.portal();
  }

  /** The user as whom the webhook acts. */
  public long user() {
    return user;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public String code() {
    return code;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Webhook that && endpoint.equals(that.endpoint);
  }

  @Override
  public int hashCode() {
    return endpoint.hashCode();
  }

  @Override
  public String toString() {
    return "%s/rest/%d/***".formatted(endpoint.origin(), user);
  }
}
