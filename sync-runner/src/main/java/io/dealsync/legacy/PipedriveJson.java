package io.dealsync.legacy;

import static io.dealsync.legacy.JsonNodes.isTrue;
import static io.dealsync.legacy.JsonNodes.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What Pipedrive's API answers: deals with their contact person, or the participants of a deal. */
final class PipedriveJson implements JsonShape {

  private static final Set<String> READ =
      Set.of(
          "id",
          "person_id",
          "person",
          "deal_id",
          "related_item_id",
          "related_item_type",
          "related_item_data",
          "active_flag",
          "is_deleted",
          "deleted");

  private final List<String> others;
  private long missing;

  private PipedriveJson(JsonNode first) {
    this.others = JsonNodes.others(first, READ);
  }

  static Optional<JsonShape> of(JsonNode first) {
    boolean isOne =
        first.has("person_id") && first.has("id") && !first.has("contact_id")
            || isParticipant(first);
    return isOne ? Optional.of(new PipedriveJson(first)) : Optional.empty();
  }

  private static boolean isParticipant(JsonNode record) {
    return record.has("related_item_id") && record.has("person_id");
  }

  @Override
  public List<String> columns() {
    return Stream.concat(
            Stream.of("Deal - ID", "Person - ID", "Deal - Participants"), others.stream())
        .toList();
  }

  @Override
  public List<JsonRow> rows(JsonNode record) {
    return List.of(isParticipant(record) ? participant(record) : deal(record));
  }

  private JsonRow participant(JsonNode record) {
    List<String> values = values(record, text(record, "related_item_id"), "", person(record));
    String of = text(record, "related_item_type");
    if (!of.isEmpty() && !of.equals("deal")) {
      return JsonRow.skipped(values, "a participant of something else than a deal");
    }
    return isDeleted(record) ? JsonRow.skipped(values, "deleted there") : JsonRow.of(values);
  }

  private JsonRow deal(JsonNode record) {
    String person = person(record);
    List<String> values = values(record, text(record, "id"), person, "");
    if (isDeleted(record)) {
      return JsonRow.skipped(values, "deleted there");
    }
    missing += record.path("participants_count").asInt(0) > (person.isEmpty() ? 0 : 1) ? 1 : 0;
    return JsonRow.of(values);
  }

  private static boolean isDeleted(JsonNode record) {
    return isTrue(record.path("is_deleted"))
        || isTrue(record.path("deleted"))
        || text(record, "status").equals("deleted")
        || isParticipant(record)
            && record.path("active_flag").isBoolean()
            && !record.path("active_flag").asBoolean();
  }

  private static String person(JsonNode record) {
    JsonNode person = record.path("person_id");
    return person.isObject() ? text(person, "value") : text(person);
  }

  private List<String> values(JsonNode record, String deal, String person, String participants) {
    List<String> values = new ArrayList<>(List.of(deal, person, participants));
    others.stream().map(name -> text(record, name)).forEach(values::add);
    return values;
  }

  @Override
  public String note() {
    return missing == 0
        ? ""
        : "%d %s more participants than the contact person that is read; import what /deals/ID/participants answers as well."
            .formatted(missing, missing == 1 ? "deal has" : "deals have");
  }
}
