package io.dealsync.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Records of which nothing is known: a column for each property, and for each property of an object
 * in one, as {@code Opportunity.Id}.
 */
final class FlatJson implements JsonShape {

  private static final String METADATA = "attributes";

  private final List<List<String>> paths = new ArrayList<>();

  FlatJson(JsonNode first) {
    for (String name : first.propertyNames()) {
      JsonNode value = first.path(name);
      if (!value.isObject()) {
        paths.add(List.of(name));
      } else if (!name.equals(METADATA)) {
        value.propertyNames().stream()
            .filter(inner -> value.path(inner).isValueNode())
            .forEach(inner -> paths.add(List.of(name, inner)));
      }
    }
  }

  @Override
  public List<String> columns() {
    return paths.stream().map(path -> String.join(".", path)).toList();
  }

  @Override
  public List<JsonRow> rows(JsonNode record) {
    return Stream.of(paths.stream().map(path -> text(record, path)).toList())
        .map(JsonRow::of)
        .toList();
  }

  private static String text(JsonNode record, List<String> path) {
    JsonNode value = record;
    for (String name : path) {
      value = value.path(name);
    }
    return JsonNodes.text(value);
  }
}
