package io.dealsync.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The configuration file as written: dotted paths and their texts, every path a known one. */
final class ConfigFile {

  private static final YAMLMapper YAML = new YAMLMapper();

  private final String name;
  private final Map<String, String> values;

  private ConfigFile(String name, Map<String, String> values) {
    this.name = name;
    this.values = values;
  }

  /** A configuration without a file. */
  static ConfigFile absent() {
    return new ConfigFile("the environment", Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException when it cannot be read, is no YAML, or has an unknown key
   */
  static ConfigFile read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    flatten("", parse(file), values);
    for (String path : values.keySet()) {
      requireKnown(file, path);
    }
    return new ConfigFile(file.toString(), values);
  }

  private static JsonNode parse(Path file) {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "There is no configuration file %s; `dealsync init` writes one.".formatted(file));
    } catch (IOException e) {
      throw new ConfigException(
          "The configuration file %s cannot be read: %s.".formatted(file, e.getMessage()));
    } catch (JacksonException e) {
      throw new ConfigException(
          "The configuration file %s is not valid YAML at line %d: %s"
              .formatted(file, e.getLocation().getLineNr(), words(e.getOriginalMessage())));
    }
  }

  /** The parser's sentences without the excerpts that it draws below them. */
  private static String words(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(", ", "", "."));
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      into));
    } else if (node.isArray()) {
      throw new ConfigException("The key %s takes one value, not a list.".formatted(path));
    } else if (!node.isNull() && !node.isMissingNode()) {
      into.put(path, node.asString());
    }
  }

  private static void requireKnown(Path file, String path) {
    if (Arrays.stream(Key.values()).noneMatch(key -> key.matches(path))) {
      throw new ConfigException(
          "%s: there is no key '%s'; the nearest is '%s'."
              .formatted(file, path, nearest(path).pathFor(portalIn(path))));
    }
  }

  private static Key nearest(String path) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return Arrays.stream(Key.values())
        .min(Comparator.comparingInt(key -> distance.apply(key.pathFor(portalIn(path)), path)))
        .orElseThrow();
  }

  private static String portalIn(String path) {
    String[] parts = path.split("\\.", -1);
    return parts.length > 2 ? parts[1] : "main";
  }

  String name() {
    return name;
  }

  Map<String, String> values() {
    return values;
  }

  /** The portals that the file names, in its order. */
  List<String> portals() {
    return values.keySet().stream()
        .filter(path -> path.startsWith("portals."))
        .map(ConfigFile::portalIn)
        .distinct()
        .toList();
  }
}
