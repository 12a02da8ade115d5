package io.dealsync.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds what commands print against the schema that is shipped; unknown fields count as wrong. */
final class JsonContract {

  private static final Path SCHEMA = Path.of("../docs/json.schema.json");

  private static final Map<String, String> DOCUMENTS =
      Map.ofEntries(
          Map.entry("plan", "run"),
          Map.entry("apply", "run"),
          Map.entry("sync", "run"),
          Map.entry("undo", "run"),
          Map.entry("ack", "answer"),
          Map.entry("release", "answer"),
          Map.entry("resolve-conflict", "answer"));

  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private JsonContract() {}

  /** Fails with each difference between a command's document and its schema. */
  static void require(List<String> arguments, String out) {
    if (!arguments.contains("--json") || !out.startsWith("{")) {
      return;
    }
    JsonNode document = JsonMapper.shared().readTree(out);
    String name = name(arguments, document);
    List<Error> errors = SCHEMAS.computeIfAbsent(name, JsonContract::schema).validate(document);
    if (!errors.isEmpty()) {
      throw new AssertionError(
          "%s differs from docs/json.schema.json: %s%n%s".formatted(arguments, errors, out));
    }
  }

  private static String name(List<String> arguments, JsonNode document) {
    if (document.size() == 1 && document.path("error").isObject()) {
      return "error";
    }
    if (arguments.contains("--contract")) {
      return document.path("done").asBoolean() ? "contract" : "contract-plan";
    }
    String command = arguments.stream().filter(JsonContract::isCommand).findFirst().orElseThrow();
    return DOCUMENTS.getOrDefault(command, command);
  }

  private static boolean isCommand(String argument) {
    try {
      return DOCUMENTS.containsKey(argument) || definitions().has(argument);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static JsonNode definitions() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(SCHEMA)).path("$defs");
  }

  private static Schema schema(String name) {
    try {
      ObjectNode schema = JsonMapper.shared().createObjectNode();
      schema.put("$ref", "#/$defs/" + name);
      JsonNode definitions = definitions();
      close(definitions);
      schema.set("$defs", definitions);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What is not described must not be there. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("properties").isObject()) {
      object.put("additionalProperties", false);
    }
    node.forEach(JsonContract::close);
  }
}
