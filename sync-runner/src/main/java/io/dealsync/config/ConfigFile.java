package io.dealsync.config;

import io.dealsync.files.Openness;
import io.dealsync.text.ForeignText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @throws ConfigException when it cannot be read or others may write it, is no YAML, or has an
   *     unknown key
   */
  static ConfigFile read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    flatten("", parse(file), values);
    for (String path : values.keySet()) {
      requireKnown(file, path);
    }
    return new ConfigFile(ForeignText.line(file.toString()), values);
  }

  private static JsonNode parse(Path file) {
    try {
      requireOurs(file);
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

  /** Whoever writes it decides where the secrets go. */
  private static void requireOurs(Path file) throws IOException {
    switch (Openness.of(file)) {
      case WRITABLE ->
          throw new ConfigException(
              "The configuration file %s says where secrets go, and others may write it; it is not used. Take that from them: chmod go-w %1$s"
                  .formatted(file));
      case FOREIGN ->
          throw new ConfigException(
              "The configuration file %s says where secrets go, and it belongs to another user of this machine; it is not used. Take one of your own or of root: --config FILE, or chown this one once you have read it."
                  .formatted(file));
      case READABLE, CLOSED -> {}
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
      throw new ConfigException(
          "The key %s takes one value, not a list."
              .formatted(Key.valueAbove(path).orElseGet(() -> Key.shown(path))));
    } else if (!node.isNull() && !node.isMissingNode()) {
      into.put(path, node.asString());
    }
  }

  private static void requireKnown(Path file, String path) {
    Optional<String> value = Key.valueAbove(path);
    if (value.isPresent()) {
      throw new ConfigException(
          "%s: '%s' takes one value, not keys of its own; is there a colon too many?"
              .formatted(file, value.get()));
    }
    if (Arrays.stream(Key.values()).noneMatch(key -> key.matches(path))) {
      throw new ConfigException(
          "%s: there is no key '%s'; the nearest is '%s'."
              .formatted(file, Key.shown(path), nearest(path).pathFor(portalIn(Key.shown(path)))));
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
