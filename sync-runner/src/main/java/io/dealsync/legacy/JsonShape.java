package io.dealsync.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * How the records of an API become rows: under the names that the formats know.
 *
 * @param columns the names of the columns
 * @param reader the values of a record, one for each column
 */
record JsonShape(List<String> columns, Function<JsonNode, List<String>> reader) {

  /** Of a file without records. */
  static final JsonShape NONE = new JsonShape(List.of(), node -> List.of());

  private static final List<String> SALESFORCE =
      List.of("OpportunityId", "ContactId", "Role", "IsPrimary", "IsDeleted");

  JsonShape {
    columns = List.copyOf(columns);
  }

  List<String> values(JsonNode node) {
    return reader.apply(node);
  }

  /**
   * The shape of a file by its first record.
   *
   * @throws UnusableFileException when the API was asked for something else
   */
  static JsonShape of(FileFacts facts, JsonNode first) {
    if (first.has("OpportunityId") && first.has("ContactId")) {
      return salesforce(facts, first);
    }
    if (first.has("from") && first.has("to")) {
      return new JsonShape(
          List.of("Record ID", "Associated Contact IDs"),
          node -> List.of(text(node.path("from"), "id"), ids(node.path("to"), "toObjectId", "id")));
    }
    if (first.has("associations") || first.has("properties") && first.has("createdAt")) {
      return hubSpot(facts, first);
    }
    if (first.has("_embedded") || first.has("pipeline_id") && first.has("account_id")) {
      return amoCrm(facts, first);
    }
    if (first.has("id") && first.has("person_id")) {
      return new JsonShape(
          List.of("Deal - ID", "Person - ID"), node -> List.of(text(node, "id"), person(node)));
    }
    return flat(first);
  }

  private static JsonShape salesforce(FileFacts facts, JsonNode first) {
    if (text(first, "OpportunityId").startsWith("@")) {
      throw new UnusableFileException(
          "%s has references (%s) instead of ids. Query the ids: sf data query --result-format csv --query \"SELECT OpportunityId, ContactId, Role, IsPrimary FROM OpportunityContactRole\""
              .formatted(facts.path(), text(first, "OpportunityId")));
    }
    return new JsonShape(
        SALESFORCE, node -> SALESFORCE.stream().map(name -> text(node, name)).toList());
  }

  private static JsonShape hubSpot(FileFacts facts, JsonNode first) {
    if (!first.has("associations")) {
      throw new UnusableFileException(
          "%s has deals without their contacts. Ask for them: /crm/v3/objects/deals?associations=contacts"
              .formatted(facts.path()));
    }
    return new JsonShape(
        List.of("Record ID", "Associated Contact IDs"),
        node ->
            List.of(
                text(node, "id"),
                ids(node.path("associations").path("contacts").path("results"), "id")));
  }

  private static JsonShape amoCrm(FileFacts facts, JsonNode first) {
    if (!first.path("_embedded").has("contacts")) {
      throw new UnusableFileException(
          "%s has leads without their contacts. Ask for them: /api/v4/leads?with=contacts"
              .formatted(facts.path()));
    }
    return new JsonShape(
        List.of("ID", "Main contact ID", "Linked contact IDs"),
        node -> {
          JsonNode contacts = node.path("_embedded").path("contacts");
          String main =
              stream(contacts)
                  .filter(contact -> contact.path("is_main").asBoolean(false))
                  .map(contact -> text(contact, "id"))
                  .findFirst()
                  .orElse("");
          return List.of(text(node, "id"), main, ids(contacts, "id"));
        });
  }

  private static JsonShape flat(JsonNode first) {
    List<String> columns = new ArrayList<>(first.propertyNames());
    return new JsonShape(columns, node -> columns.stream().map(name -> text(node, name)).toList());
  }

  private static String person(JsonNode node) {
    JsonNode person = node.path("person_id");
    return person.isObject() ? text(person, "value") : text(node, "person_id");
  }

  private static String ids(JsonNode list, String... names) {
    return stream(list)
        .map(
            each -> {
              for (String name : names) {
                if (each.has(name)) {
                  return text(each, name);
                }
              }
              return "";
            })
        .filter(id -> !id.isEmpty())
        .collect(Collectors.joining(";"));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isNull() || value.isMissingNode()
        ? ""
        : value.isValueNode() ? value.asString() : value.toString();
  }
}
