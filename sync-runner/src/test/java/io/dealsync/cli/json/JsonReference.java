package io.dealsync.cli.json;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The reference of all JSON documents, in Markdown and as a schema, made of their records. */
final class JsonReference {

  private static final String OPENING =
      """
      # What `--json` prints

      With `--json` a command prints one document on standard output and nothing else there; what people should read meanwhile is on
      standard error. Exit codes mean the same with and without it.

      These fields are stable: until a new major version none is renamed, removed, or gets another type. New ones may come, so pass over
      fields that you do not know. Numbers are whole unless their type says otherwise; texts that are not there are blank, and a field
      that may be *absent* says so.

      [json.schema.json](json.schema.json) says the same to machines, in JSON Schema 2020-12: `$defs` has each document by its name.

      This page and the schema are made of the records that the commands print. After a change this rewrites both:

      ```
      ./mvnw -pl sync-core,sync-db,sync-runner test -Dtest=JsonReferenceTest -Djson.reference.rewrite=true \\
        -Dsurefire.failIfNoSpecifiedTests=false
      ```
      """;

  /** In the order of the commands. */
  private static final List<String> ORDER =
      List.of(
          "init",
          "check",
          "contract-plan",
          "contract",
          "sandbox",
          "run",
          "status",
          "runs",
          "show",
          "explain",
          "history",
          "edits",
          "answer",
          "undo-edit",
          "pull",
          "load",
          "import",
          "resolve",
          "parity",
          "error");

  /** All documents that there are, in no order. */
  static List<Class<?>> documents() {
    List<Class<?>> documents = new ArrayList<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.dealsync.cli")
            .stream()
            .filter(type -> type.isAnnotatedWith(JsonDocument.class))
            .forEach(type -> documents.add(type.reflect()));
    return documents;
  }

  static List<String> names() {
    return ORDER;
  }

  private static List<Class<?>> ordered() {
    List<Class<?>> ordered = new ArrayList<>();
    List<Class<?>> documents = documents();
    ORDER.forEach(
        name -> documents.stream().filter(type -> name(type).equals(name)).forEach(ordered::add));
    return ordered;
  }

  static String name(Class<?> document) {
    return document.getAnnotation(JsonDocument.class).name();
  }

  static String markdown() {
    StringBuilder text = new StringBuilder(OPENING).append('\n');
    for (Class<?> document : ordered()) {
      text.append("## ").append(name(document)).append("\n\n");
      text.append(document.getAnnotation(JsonDocument.class).about()).append("\n\n");
      text.append("| field | type | unit | since | what it means |\n|---|---|---|---|---|\n");
      rows(text, "", document);
      text.append('\n');
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static void rows(StringBuilder text, String path, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      Type inner = inner(component.getGenericType());
      if (component.isAnnotationPresent(JsonInlined.class)) {
        rows(text, path, (Class<?>) inner);
        continue;
      }
      JsonField field = field(component);
      String name = path + JsonWriter.name(component);
      text.append(
          "| `%s` | %s | %s | %s | %s. |\n"
              .formatted(name, word(inner), field.unit(), field.since(), field.value()));
      Type element = element(inner);
      if (element instanceof Class<?> nested && nested.isRecord()) {
        rows(text, name + (element == inner ? "." : "[]."), nested);
      }
    }
  }

  static JsonField field(RecordComponent component) {
    return Optional.ofNullable(component.getAnnotation(JsonField.class))
        .orElseThrow(() -> new AssertionError(component + " says nothing of what it means"));
  }

  /** Without what says whether or when it is there. */
  private static Type inner(Type type) {
    if (type == OptionalLong.class) {
      return long.class;
    }
    return type instanceof ParameterizedType generic
            && (generic.getRawType() == Optional.class || generic.getRawType() == Supplier.class)
        ? inner(generic.getActualTypeArguments()[0])
        : type;
  }

  private static Type element(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() != Map.class
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  private static boolean isOptional(Type type) {
    return type == OptionalLong.class
        || (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class);
  }

  private static String word(Type type) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == Map.class -> "object of strings";
      case ParameterizedType generic -> "array of " + word(element(generic)) + "s";
      case Class<?> plain when plain == String.class -> "string";
      case Class<?> plain when plain == boolean.class -> "boolean";
      case Class<?> plain when plain == double.class -> "number";
      case Class<?> plain when plain.isRecord() -> "object";
      case Class<?> plain when plain == long.class || plain == int.class || plain == Long.class ->
          "integer";
      default -> throw new AssertionError("no JSON type for " + type);
    };
  }

  static String schema() {
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "What dealsync prints with --json");
    ArrayNode any = schema.putArray("anyOf");
    ObjectNode definitions = schema.putObject("$defs");
    for (Class<?> document : ordered()) {
      any.addObject().put("$ref", "#/$defs/" + name(document));
      ObjectNode definition = definitions.putObject(name(document));
      definition.put("description", document.getAnnotation(JsonDocument.class).about());
      object(definition, document);
    }
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
  }

  private static void object(ObjectNode schema, Class<?> type) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonMapper.shared().createArrayNode();
    properties(properties, required, type, true);
    schema.set("required", required);
  }

  private static void properties(
      ObjectNode properties, ArrayNode required, Class<?> type, boolean isThere) {
    for (RecordComponent component : type.getRecordComponents()) {
      boolean always = isThere && !isOptional(component.getGenericType());
      Type inner = inner(component.getGenericType());
      if (component.isAnnotationPresent(JsonInlined.class)) {
        properties(properties, required, (Class<?>) inner, always);
        continue;
      }
      ObjectNode property = properties.putObject(JsonWriter.name(component));
      property.put("description", field(component).value());
      type(property, inner);
      if (always) {
        required.add(JsonWriter.name(component));
      }
    }
  }

  private static void type(ObjectNode schema, Type type) {
    switch (type) {
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          schema.put("type", "object").putObject("additionalProperties").put("type", "string");
      case ParameterizedType generic -> {
        schema.put("type", "array");
        type(schema.putObject("items"), element(generic));
      }
      case Class<?> plain when plain.isRecord() -> object(schema, plain);
      default -> schema.put("type", word(type));
    }
  }

  private JsonReference() {}
}
