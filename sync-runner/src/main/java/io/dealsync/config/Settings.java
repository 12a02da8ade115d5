package io.dealsync.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The whole configuration, parsed and checked.
 *
 * @param source where it comes from, for messages
 * @param database where the mirror lives
 * @param portals by name, in the file's order; {@code main} when there is no file
 * @param network what lies between here and the portals
 * @param serve the daemon's own settings
 */
public record Settings(
    String source,
    DatabaseSettings database,
    Map<String, PortalSettings> portals,
    NetworkSettings network,
    ServeSettings serve) {

  /** The rule deal_portal_is_a_lower_case_name of the tables. */
  private static final Pattern PORTAL_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  /** How the file is called that is read when none is named. */
  public static final Path FILE = Path.of("dealsync.yaml");

  /**
   * Reads the configuration.
   *
   * @param file the file that must be there; without it the environment alone counts
   * @param environment the process's environment
   * @throws ConfigException when anything in it is wrong
   */
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    ConfigFile source = file.map(ConfigFile::read).orElseGet(ConfigFile::absent);
    Values values = new Values(source, environment);
    List<String> names = source.portals().isEmpty() ? List.of("main") : source.portals();
    Map<String, PortalSettings> portals = new LinkedHashMap<>();
    for (String name : names) {
      requirePortalName(name, source.name());
      portals.put(name, PortalSettings.read(values, name));
    }
    PortalIdentity.requireDifferent(portals.values(), source.name());
    return new Settings(
        source.name(),
        DatabaseSettings.read(values),
        portals,
        NetworkSettings.read(values),
        ServeSettings.read(values));
  }

  /** The tables take no other names; whoever runs into that later has lost an edit's time. */
  private static void requirePortalName(String name, String source) {
    if (!PORTAL_NAME.matcher(name).matches()) {
      throw new ConfigException(
          ("portals.%s in %s: a portal's name begins with a lower-case letter or a digit and goes"
                  + " on with lower-case letters, digits, - and _, 63 at most, because the tables know"
                  + " it by that name; for example: %s.")
              .formatted(Key.shown(name), source, suggested(Key.shown(name))));
    }
  }

  private static String suggested(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return plain.isEmpty() ? "main" : plain.substring(0, Math.min(plain.length(), 63));
  }

  /**
   * The settings of one portal.
   *
   * @throws ConfigException when it is not configured
   */
  public PortalSettings portal(String name) {
    PortalSettings settings = portals.get(name);
    if (settings == null) {
      throw new ConfigException(
          "There is no portal '%s' in %s; choose one with --portal: %s."
              .formatted(name, source, String.join(", ", portals.keySet())));
    }
    return settings;
  }
}
