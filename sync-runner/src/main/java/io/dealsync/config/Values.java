package io.dealsync.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Typed values of keys: from the file, else from the environment, else the default. */
final class Values {

  private static final int LAST_PORT = 65_535;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private final ConfigFile file;
  private final Map<String, String> environment;

  Values(ConfigFile file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  String text(Key key, String portal) {
    String written = file.values().get(key.pathFor(portal));
    return written == null ? fromEnvironment(key) : expanded(key, portal, written);
  }

  private String fromEnvironment(Key key) {
    String value = key.variable().isEmpty() ? null : environment.get(key.variable());
    if (value == null && (key == Key.NETWORK_PROXY || key == Key.NETWORK_NO_PROXY)) {
      // By custom these two are as often written so.
      value = environment.get(key.variable().toLowerCase(Locale.ROOT));
    }
    return value == null || value.isBlank() ? key.byDefault() : value.strip();
  }

  /**
   * A secret stands in the file by reference only. One that cannot be had is a problem only of
   * those who need it.
   */
  Secret secret(Key key, String portal) {
    String written = file.values().get(key.pathFor(portal));
    if (written == null) {
      return Secret.of(isMeant(key, portal) ? fromEnvironment(key) : "");
    }
    if (!written.startsWith("file:") && !VARIABLE.matcher(written).find()) {
      throw new ConfigException(
          "%s: %s is a secret and must not stand in the file; write ${VARIABLE} or file:/path."
              .formatted(file.name(), key.pathFor(portal)));
    }
    try {
      return Secret.of(
          written.startsWith("file:")
              ? content(key, portal, Path.of(written.substring("file:".length())))
              : expanded(key, portal, written));
    } catch (ConfigException e) {
      return Secret.unresolved(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A URL that may hold a password: in full from the environment or a file of its own, in the
   * configuration file without one.
   */
  String location(Key key) {
    String written = file.values().get(key.path());
    if (written == null) {
      return fromEnvironment(key);
    }
    if (written.startsWith("file:")) {
      return content(key, "", Path.of(written.substring("file:".length())));
    }
    String literal = VARIABLE.matcher(written).replaceAll("");
    if (!VARIABLE.matcher(written).lookingAt()
        && !DatabaseUrl.of(literal, named(key)).password().isAbsent()) {
      throw new ConfigException(
          "%s: %s holds a password, which must not stand in the file; write ${VARIABLE} or file:/path."
              .formatted(file.name(), key.path()));
    }
    return expanded(key, "", written);
  }

  /** Where a key of the whole configuration has its value from. */
  String named(Key key) {
    return file.values().containsKey(key.path()) || key.variable().isEmpty()
        ? "%s: %s".formatted(file.name(), key.path())
        : key.variable();
  }

  /**
   * One variable cannot stand for several portals: each would be written to as if it were main. Nor
   * does it contradict a file that names an application.
   */
  private boolean isMeant(Key key, String portal) {
    return key != Key.WEBHOOK
        || ((portal.equals("main") || file.portals().size() <= 1)
            && !isWritten("portals.%s.oauth.".formatted(portal)));
  }

  /** Whether the file has a key that begins like this. */
  boolean isWritten(String path) {
    return file.values().keySet().stream().anyMatch(key -> key.startsWith(path));
  }

  private String content(Key key, String portal, Path secretFile) {
    try {
      return SecretFile.read(secretFile);
    } catch (IOException e) {
      throw new ConfigException(
          "%s: %s names the file %s, which cannot be read."
              .formatted(file.name(), key.pathFor(portal), secretFile));
    }
  }

  private String expanded(Key key, String portal, String written) {
    return VARIABLE
        .matcher(written)
        .replaceAll(
            match -> {
              String value = environment.get(match.group(1));
              if (value == null) {
                throw new ConfigException(
                    "%s: %s refers to the environment variable %s, which is not set."
                        .formatted(file.name(), key.pathFor(portal), match.group(1)));
              }
              return Matcher.quoteReplacement(value);
            });
  }

  Duration duration(Key key, String portal) {
    Matcher matcher = DURATION.matcher(text(key, portal).strip());
    if (!matcher.matches()) {
      throw wrong(key, portal, "a duration such as 90s, 15m, 2h or 7d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  int whole(Key key, String portal, int least) {
    return parsed(key, portal, Integer::parseInt, "a whole number of at least " + least)
        .filter(number -> number >= least)
        .orElseThrow(() -> wrong(key, portal, "a whole number of at least " + least));
  }

  /** A port to listen on; 0 takes a free one. */
  int port(Key key) {
    String form = "a port number, 0 to " + LAST_PORT;
    return parsed(key, "", Integer::parseInt, form)
        .filter(number -> number >= 0 && number <= LAST_PORT)
        .orElseThrow(() -> wrong(key, "", form));
  }

  double number(Key key, String portal) {
    return parsed(key, portal, Double::parseDouble, "a number above 0")
        .filter(number -> number > 0 && Double.isFinite(number))
        .orElseThrow(() -> wrong(key, portal, "a number above 0"));
  }

  boolean yes(Key key, String portal) {
    return switch (text(key, portal).strip()) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw wrong(key, portal, "yes or no");
    };
  }

  ZoneId zone(Key key, String portal) {
    try {
      return ZoneId.of(text(key, portal));
    } catch (DateTimeException e) {
      throw wrong(key, portal, "a time zone such as Europe/Moscow");
    }
  }

  <E extends Enum<E>> E choice(Key key, String portal, Class<E> type) {
    String wanted = text(key, portal).strip();
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> written(constant).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    key,
                    portal,
                    Arrays.stream(type.getEnumConstants())
                        .map(Values::written)
                        .collect(Collectors.joining(", "))));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <T> Optional<T> parsed(
      Key key, String portal, Function<String, T> parser, String wanted) {
    try {
      return Optional.of(parser.apply(text(key, portal).strip()));
    } catch (NumberFormatException e) {
      throw wrong(key, portal, wanted);
    }
  }

  /** What a variable holds is not shown: it may have been meant for another key. */
  ConfigException wrong(Key key, String portal, String wanted) {
    String written = file.values().get(key.pathFor(portal));
    boolean referred = written == null && environment.containsKey(key.variable());
    return new ConfigException(
        "%s: %s takes %s, not %s."
            .formatted(
                file.name(),
                key.pathFor(portal),
                wanted,
                referred
                    ? "what %s holds".formatted(key.variable())
                    : "'%s'".formatted(written == null ? text(key, portal) : written)));
  }
}
