package io.dealsync.legacy;

import static io.dealsync.legacy.JsonNodes.each;
import static io.dealsync.legacy.JsonNodes.ids;
import static io.dealsync.legacy.JsonNodes.isTrue;
import static io.dealsync.legacy.JsonNodes.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What amoCRM's API answers: leads with their contacts, contacts with their leads, or the links of
 * leads.
 */
final class AmoCrmJson implements JsonShape {

  private static final String ASK = "Ask for them: /api/v4/leads?with=contacts";
  private static final String DELETED = "deleted there";
  private static final Set<String> READ =
      Set.of(
          "id",
          "is_deleted",
          "entity_id",
          "entity_type",
          "to_entity_id",
          "to_entity_type",
          "metadata");

  private final List<String> others;

  private AmoCrmJson(JsonNode first) {
    this.others = JsonNodes.others(first, READ);
  }

  static Optional<JsonShape> of(String file, JsonNode first) {
    if (isLink(first)) {
      return Optional.of(new AmoCrmJson(first));
    }
    boolean isLead = first.has("pipeline_id") || first.path("_embedded").has("contacts");
    boolean isContact = first.path("_embedded").has("leads");
    if (isLead && !first.path("_embedded").has("contacts")
        || first.has("_embedded") && !isLead && !isContact) {
      throw new UnusableFileException(
          "%s has leads without their contacts. %s".formatted(file, ASK));
    }
    return isLead || isContact ? Optional.of(new AmoCrmJson(first)) : Optional.empty();
  }

  private static boolean isLink(JsonNode record) {
    return record.has("to_entity_id") && record.has("to_entity_type");
  }

  @Override
  public List<String> columns() {
    return Stream.concat(Stream.of("ID", "Main contact ID", "Linked contact IDs"), others.stream())
        .toList();
  }

  @Override
  public List<JsonRow> rows(JsonNode record) {
    if (isLink(record)) {
      return List.of(link(record));
    }
    return record.path("_embedded").has("leads") ? contact(record) : List.of(lead(record));
  }

  private JsonRow link(JsonNode record) {
    String contact = text(record, "to_entity_id");
    boolean isMain = isTrue(record.path("metadata").path("main_contact"));
    List<String> values =
        values(record, text(record, "entity_id"), isMain ? contact : "", isMain ? "" : contact);
    return text(record, "to_entity_type").equals("contacts")
        ? JsonRow.of(values)
        : JsonRow.skipped(values, "a link to something else than a contact");
  }

  private JsonRow lead(JsonNode record) {
    JsonNode contacts = record.path("_embedded").path("contacts");
    String main = ids(each(contacts).filter(each -> isTrue(each.path("is_main"))).limit(1), "id");
    List<String> values = values(record, text(record, "id"), main, ids(each(contacts), "id"));
    return isTrue(record.path("is_deleted"))
        ? JsonRow.skipped(values, DELETED)
        : JsonRow.of(values);
  }

  private List<JsonRow> contact(JsonNode record) {
    String contact = text(record, "id");
    if (isTrue(record.path("is_deleted"))) {
      return List.of(JsonRow.skipped(values(record, "", "", contact), DELETED));
    }
    List<JsonRow> rows =
        each(record.path("_embedded").path("leads"))
            .map(lead -> JsonRow.of(values(record, text(lead, "id"), "", contact)))
            .toList();
    return rows.isEmpty()
        ? List.of(JsonRow.skipped(values(record, "", "", contact), "the contact has no deals"))
        : rows;
  }

  private List<String> values(JsonNode record, String deal, String main, String linked) {
    List<String> values = new ArrayList<>(List.of(deal, main, linked));
    others.stream().map(name -> text(record, name)).forEach(values::add);
    return values;
  }
}
