package io.dealsync.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every key of the configuration file, with its default and what it means. A {@code *} stands for a
 * portal's name.
 */
public enum Key {
  DATABASE_URL(
      "database.url",
      "",
      "URL of the PostgreSQL database, such as jdbc:postgresql://localhost/dealsync; one that holds"
          + " a password (postgresql://user:password@host/database) as ${VARIABLE} or file:/path;"
          + " without it an embedded PostgreSQL keeps its data in DEALSYNC_HOME",
      "DEALSYNC_DB_URL"),
  DATABASE_USER("database.user", "", "Database user", "DEALSYNC_DB_USER"),
  DATABASE_PASSWORD(
      "database.password",
      "",
      "Database password, as ${VARIABLE} or file:/path",
      "DEALSYNC_DB_PASSWORD"),

  WEBHOOK(
      "portals.*.webhook",
      "",
      "The incoming webhook's URL with scope crm, as ${VARIABLE} or file:/path; the environment"
          + " variable stands in for the portal main, or the only one",
      "DEALSYNC_WEBHOOK"),
  OAUTH_CLIENT_ID(
      "portals.*.oauth.client-id",
      "",
      "The id of an OAuth application with scope crm, which then stands in place of a webhook"),
  OAUTH_CLIENT_SECRET(
      "portals.*.oauth.client-secret", "", "The application's key, as ${VARIABLE} or file:/path"),
  OAUTH_TOKENS(
      "portals.*.oauth.tokens",
      "",
      "File with the application's pair of tokens, as the token endpoint answers; replaced whenever"
          + " they are renewed"),
  OAUTH_TOKEN_ENDPOINT(
      "portals.*.oauth.token-endpoint",
      "",
      "Where tokens are renewed; without it where they were issued, as their file says"),
  POLICY(
      "portals.*.policy",
      "mirror-wins",
      "Who wins when the portal was changed by someone else: mirror-wins, merge or hold"),
  FIRST_SIGHT(
      "portals.*.first-sight",
      "add-first",
      "What mirror-wins does to a deal that both sides never agreed on: add-first (runs over edits"
          + " or named deals only add links, runs over all deals mirror), mirror, or hold"),
  COMPARE(
      "portals.*.compare",
      "order",
      "What counts as equal: order (contacts, their order, the primary) or exact (also SORT)"),
  RECHECK_AFTER(
      "portals.*.recheck-after",
      "60s",
      "How old an observation may be when its change is sent; older ones are read again"),
  PARK_AFTER(
      "portals.*.park-after",
      "5",
      "How many times in a row a deal fails before it is parked until it is edited or released;"
          + " a run in which most deals fail counts for none of them"),
  PARK_SPACING(
      "portals.*.park-spacing",
      "12h",
      "Failures of a deal, or repairs, that are closer together than this count as one"),
  REPAIR_NIGHTS(
      "portals.*.repeated-repair.nights",
      "3",
      "On how many nights the same repair of a deal is needed before someone is told"),
  REPAIR_OF_NIGHTS(
      "portals.*.repeated-repair.of-nights", "5", "Of how many nights, counted back from the last"),
  REPAIR_THEN(
      "portals.*.repeated-repair.then",
      "park",
      "What happens to such a deal: park (held as the portal has it until other links are"
          + " wanted or it is released) or tell (repaired and told each time)"),
  USE_LIST(
      "portals.*.reading.use-list",
      "yes",
      "Whether the portal's list is used to find the deals that need reading, 2,500 in a request"),
  SAMPLE(
      "portals.*.reading.sample",
      "20",
      "How many random deals are read both ways first, to prove the list honest"),
  FULL_EVERY(
      "portals.*.reading.full-every",
      "7d",
      "Within what time every deal is read one by one nevertheless"),
  ON_EDIT(
      "portals.*.on-edit",
      "yes",
      "Whether serve carries edits to the portal as they are committed, besides the schedule"),
  QUIET_TIME(
      "portals.*.quiet-time",
      "5s",
      "How long nobody may have edited before serve unlinks what was taken out, so that a reload in"
          + " several commits is seen whole; what only adds does not wait"),
  QUIET_LIMIT(
      "portals.*.quiet-limit",
      "2m",
      "The longest that links taken out wait for that, however busily people go on editing"),
  SCHEDULE(
      "portals.*.schedule",
      "0 0 2 * * ?",
      "When serve runs sync, as a Quartz cron expression (second minute hour day month weekday)"),
  TIME_ZONE("portals.*.time-zone", "UTC", "The time zone of the schedule, such as Europe/Moscow"),

  CHANGED_PERCENT(
      "portals.*.guard.changed-percent",
      "30",
      "Refuse a run that would change more of the deals that are not paused (percent; from 20 on)"),
  EMPTIED_PERCENT(
      "portals.*.guard.emptied-percent",
      "10",
      "Refuse what would take the last contact from more of the deals in mode mirror, together with"
          + " what runs did within the window (percent; 100: no limit)"),
  EMPTIED_FLOOR(
      "portals.*.guard.emptied-floor",
      "5",
      "So many deals may lose their last contact in any case, also on a small portal"),
  REMOVED_LINKS(
      "portals.*.guard.removed-links",
      "1000",
      "Refuse what would remove more links, together with what runs did within the window"),
  GUARD_WINDOW(
      "portals.*.guard.window",
      "24h",
      "How far the guard looks back for emptied deals and removed links; small runs add up"),
  EMPTY_DESIRED(
      "portals.*.guard.empty-desired",
      "no",
      "Whether a run may go on when the whole mirror is empty, or no deal is managed, although it"
          + " was not so before"),
  EMPTY_PORTAL(
      "portals.*.guard.empty-portal",
      "no",
      "Whether a run may go on when the portal shows no link at all although it did before"),
  RETURNED_DATABASE(
      "portals.*.guard.returned-database",
      "no",
      "Whether a run may write although its database was restored, moved, or without a run for five"
          + " days"),

  BURST("portals.*.limits.burst", "50", "Requests that the portal takes at once (Enterprise: 250)"),
  PER_SECOND(
      "portals.*.limits.per-second",
      "2",
      "Requests a second that it takes in the long run (Enterprise: 5)"),
  RESERVE(
      "portals.*.limits.reserve",
      "0",
      "Requests of the burst left to other applications on the same address"),
  IN_FLIGHT("portals.*.limits.in-flight", "4", "Requests under way at the same time, at most"),
  OPERATING_SECONDS(
      "portals.*.limits.operating-seconds",
      "420",
      "Operating time that a method may use in ten minutes; slowing down starts at 80 %"),
  REQUEST_TIMEOUT(
      "portals.*.limits.request-timeout", "90s", "How long one request may take as a whole"),

  NETWORK_TRUST(
      "network.trust",
      "",
      "File with the certificates, in PEM, of authorities that are trusted besides those that Java"
          + " knows: of a self-hosted portal, or of a network that looks into TLS"),
  NETWORK_PROXY(
      "network.proxy",
      "",
      "The proxy to portals and token servers, such as http://proxy.example:3128",
      "HTTPS_PROXY"),
  NETWORK_PROXY_USER("network.proxy-user", "", "Our name at the proxy"),
  NETWORK_PROXY_PASSWORD(
      "network.proxy-password", "", "Our password there, as ${VARIABLE} or file:/path"),
  NETWORK_NO_PROXY(
      "network.no-proxy",
      "",
      "Hosts that are reached without the proxy, separated by commas; each with all names below it",
      "NO_PROXY"),

  SERVE_BIND("serve.bind", "127.0.0.1", "Address on which serve answers /, /health and /metrics"),
  SERVE_PORT("serve.port", "8025", "Its port"),
  SERVE_TOKEN(
      "serve.token",
      "",
      "What whoever asks has to know, as ${VARIABLE} or file:/path: a bearer token, or the password"
          + " of any user; needed for a bind beyond this machine"),
  SERVE_HOSTS(
      "serve.hosts",
      "",
      "Names under which it may be asked beside localhost and addresses, separated by commas");

  private final String path;
  private final String byDefault;
  private final String meaning;
  private final String variable;

  Key(String path, String byDefault, String meaning) {
    this(path, byDefault, meaning, "");
  }

  Key(String path, String byDefault, String meaning, String variable) {
    this.path = path;
    this.byDefault = byDefault;
    this.meaning = meaning;
    this.variable = variable;
  }

  /** The dotted path in the file. */
  public String path() {
    return path;
  }

  /** The value that holds when nothing is configured, as it would be written. */
  public String byDefault() {
    return byDefault;
  }

  /** What it means, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The environment variable that stands in for it; blank when there is none. */
  public String variable() {
    return variable;
  }

  private static final Pattern KEYS = Pattern.compile("([\\p{L}\\p{N} _-]{1,63}(\\.|$)){0,6}");

  /** The path for one portal. */
  public String pathFor(String portal) {
    return path.replace("*", portal);
  }

  /**
   * The key that takes a value and above which a path goes; what the path has below may be that
   * value, by a slip of the pen.
   */
  static Optional<String> valueAbove(String path) {
    Optional<String> found = Optional.empty();
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      String above = path.substring(0, dot);
      if (found.isEmpty() && Arrays.stream(values()).anyMatch(key -> key.matches(above))) {
        found = Optional.of(shown(above));
      }
    }
    return found;
  }

  /** As much of a path as looks like keys: behind it, secrets may stand in the wrong place. */
  static String shown(String path) {
    Matcher keys = KEYS.matcher(path);
    String looksLikeKeys = keys.lookingAt() ? keys.group() : "";
    return looksLikeKeys.equals(path) ? path : looksLikeKeys + "…";
  }

  boolean matches(String dotted) {
    if (!path.contains("*")) {
      return path.equals(dotted);
    }
    String[] wanted = path.split("\\.", -1);
    String[] given = dotted.split("\\.", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i].equals("*") && !wanted[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }
}
