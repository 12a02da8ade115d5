package io.dealsync.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL database is, taken apart so that what is shown holds no secret: a JDBC URL as
 * well as the {@code postgres://user:password@host/database} of hosting providers.
 *
 * @param jdbc the JDBC URL without user and password
 * @param user who enters it; blank when the URL does not say
 * @param password absent when the URL does not say
 */
record DatabaseUrl(String jdbc, String user, Secret password) {

  private static final Pattern FORM =
      Pattern.compile("(?:jdbc:)?(?:postgres|postgresql):(?<rest>.*)", Pattern.DOTALL);
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "//(?:(?<who>[^/?]*)@)?(?<hosts>[^/?@]*)(?<path>/[^?@/]*)?(?:\\?(?<query>.*))?",
          Pattern.DOTALL);
  private static final Pattern LOCAL =
      Pattern.compile("(?<path>[^?@/:]*)(?:\\?(?<query>.*))?", Pattern.DOTALL);
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:,@\\s]*)(?::\\d{1,5})?");

  /**
   * Takes a URL apart.
   *
   * @param source where it is written, for messages; they never hold the URL itself
   * @throws ConfigException when it is none of PostgreSQL
   */
  static DatabaseUrl of(String url, String source) {
    Matcher form = FORM.matcher(url.strip());
    if (!form.matches()) {
      throw notUnderstood(source);
    }
    Matcher local = LOCAL.matcher(form.group("rest"));
    if (local.matches()) {
      return withQuery(
          "jdbc:postgresql:" + local.group("path"),
          "",
          Secret.of(""),
          local.group("query"),
          source);
    }
    Matcher parts = AUTHORITY.matcher(form.group("rest"));
    if (!parts.matches() || !areHosts(parts.group("hosts"))) {
      throw notUnderstood(source);
    }
    String who = parts.group("who") == null ? "" : parts.group("who");
    int colon = who.indexOf(':');
    String user = decoded(colon < 0 ? who : who.substring(0, colon), source);
    String password = colon < 0 ? "" : decoded(who.substring(colon + 1), source);
    String path = parts.group("path") == null ? "/" : parts.group("path");
    return withQuery(
        "jdbc:postgresql://" + parts.group("hosts") + path,
        user,
        Secret.of(password),
        parts.group("query"),
        source);
  }

  private static boolean areHosts(String hosts) {
    for (String host : hosts.split(",", -1)) {
      if (!HOST.matcher(host).matches()) {
        return false;
      }
    }
    return true;
  }

  /** User and password may stand among the parameters, too; the rest is the driver's. */
  private static DatabaseUrl withQuery(
      String jdbc, String user, Secret password, String query, String source) {
    String who = user;
    Secret secret = password;
    List<String> kept = new ArrayList<>();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      switch (name) {
        case "user" -> who = decoded(value, source);
        case "password" -> secret = Secret.of(decoded(value, source));
        case "" -> {}
        default -> kept.add(driverName(name) + "=" + value);
      }
    }
    return new DatabaseUrl(
        kept.isEmpty() ? jdbc : jdbc + "?" + String.join("&", kept), who, secret);
  }

  /** What providers write for libpq and the JDBC driver calls otherwise. */
  private static String driverName(String libpq) {
    return switch (libpq) {
      case "channel_binding" -> "channelBinding";
      case "connect_timeout" -> "connectTimeout";
      default -> libpq;
    };
  }

  /** Percent signs as in every URL, but a plus sign is a plus sign. */
  private static String decoded(String text, String source) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw notUnderstood(source);
    }
  }

  private static ConfigException notUnderstood(String source) {
    return new ConfigException(
        ("%s is not understood (and not shown: it may hold a password); it looks like"
                + " jdbc:postgresql://host:5432/database, with user and password in keys of their own,"
                + " or like postgresql://user:password@host:5432/database, with signs such as @ : / %%"
                + " in the password written as %%40 %%3A %%2F %%25.")
            .formatted(source));
  }

  /** Without the password, which hides itself. */
  @Override
  public String toString() {
    return jdbc;
  }
}
