package io.dealsync.legacy;

import static io.dealsync.legacy.JsonNodes.each;
import static io.dealsync.legacy.JsonNodes.id;
import static io.dealsync.legacy.JsonNodes.ids;
import static io.dealsync.legacy.JsonNodes.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What HubSpot's API answers: deals with their associations, contacts with theirs, or associations
 * alone, from either side. Ids of both sides are numbers, so that what an association is between is
 * told by its type: by name (version 3), or by number (version 4), 3 for a deal's contact and 4 for
 * a contact's deal.
 */
final class HubSpotJson implements JsonShape {

  private static final int DEAL_TO_CONTACT = 3;
  private static final int CONTACT_TO_DEAL = 4;
  private static final String DEAL = "Record ID";
  private static final String CONTACTS = "Associated Contact IDs";
  private static final Set<String> READ =
      Set.of("id", "associations", "from", "to", "createdAt", "updatedAt", "archived");

  private final String file;
  private final List<String> others;
  private boolean hasLinks;

  private HubSpotJson(String file, JsonNode first) {
    this.file = file;
    this.others = JsonNodes.others(first, READ);
  }

  static Optional<JsonShape> of(String file, JsonNode first) {
    boolean isAssociation = first.has("from") && first.has("to");
    boolean isObject =
        first.has("associations")
            || first.has("properties") && (first.has("createdAt") || first.has("archived"));
    return isAssociation || isObject ? Optional.of(new HubSpotJson(file, first)) : Optional.empty();
  }

  @Override
  public List<String> columns() {
    return Stream.concat(Stream.of(DEAL, CONTACTS), others.stream()).toList();
  }

  /** What two records an association is between. */
  private enum Kind {
    CONTACT_OF_DEAL,
    DEAL_OF_CONTACT,
    OTHER
  }

  @Override
  public List<JsonRow> rows(JsonNode record) {
    return record.has("from") ? association(record) : object(record);
  }

  private List<JsonRow> association(JsonNode record) {
    String from = text(record.path("from"), "id");
    if (goesOn(record)) {
      return List.of(unfinished(record, from));
    }
    List<JsonNode> to = each(record.path("to")).toList();
    return rows(
        record,
        from,
        ids(to.stream().filter(each -> kind(each) == Kind.CONTACT_OF_DEAL), "toObjectId", "id"),
        to.stream()
            .filter(each -> kind(each) == Kind.DEAL_OF_CONTACT)
            .map(each -> id(each, "toObjectId", "id"))
            .toList());
  }

  /** An association without any type is taken for what people ask for most. */
  private static Kind kind(JsonNode to) {
    String type = text(to, "type");
    JsonNode types = to.path("associationTypes");
    if (!type.isEmpty()) {
      return type.startsWith("deal_to_contact")
          ? Kind.CONTACT_OF_DEAL
          : type.startsWith("contact_to_deal") ? Kind.DEAL_OF_CONTACT : Kind.OTHER;
    }
    if (types.isEmpty()) {
      return Kind.CONTACT_OF_DEAL;
    }
    return has(types, DEAL_TO_CONTACT)
        ? Kind.CONTACT_OF_DEAL
        : has(types, CONTACT_TO_DEAL) ? Kind.DEAL_OF_CONTACT : Kind.OTHER;
  }

  private static boolean has(JsonNode types, int number) {
    return each(types)
        .filter(type -> !"USER_DEFINED".equals(text(type, "category")))
        .anyMatch(type -> text(type, "typeId").equals(Integer.toString(number)));
  }

  private List<JsonRow> object(JsonNode record) {
    String own = text(record, "id");
    JsonNode contacts = record.path("associations").path("contacts");
    JsonNode deals = record.path("associations").path("deals");
    if (goesOn(contacts) || goesOn(deals)) {
      return List.of(unfinished(record, own));
    }
    return rows(
        record,
        own,
        ids(each(contacts.path("results")), "id"),
        each(deals.path("results")).map(deal -> text(deal, "id")).toList());
  }

  private List<JsonRow> rows(JsonNode record, String own, String contacts, List<String> deals) {
    hasLinks |= !contacts.isEmpty() || !deals.isEmpty();
    if (text(record, "archived").equals("true")) {
      return List.of(JsonRow.skipped(values(record, own, ""), "deleted there"));
    }
    if (!deals.isEmpty()) {
      return deals.stream().map(deal -> JsonRow.of(values(record, deal, own))).toList();
    }
    return List.of(
        contacts.isEmpty()
            ? JsonRow.skipped(values(record, own, ""), "the deal has no contacts")
            : JsonRow.of(values(record, own, contacts)));
  }

  private static boolean goesOn(JsonNode list) {
    return list.path("paging").has("next");
  }

  private JsonRow unfinished(JsonNode record, String own) {
    hasLinks = true;
    return JsonRow.unreadable(
        values(record, own, ""), "more associations follow than the record has (paging.next)");
  }

  private List<String> values(JsonNode record, String deal, String contacts) {
    List<String> values = new ArrayList<>(List.of(deal, contacts));
    others.stream().map(name -> text(record, name)).forEach(values::add);
    return values;
  }

  @Override
  public Optional<String> flaw() {
    return hasLinks
        ? Optional.empty()
        : Optional.of(
            "%s has deals without their contacts. Ask for them: /crm/v3/objects/deals?associations=contacts"
                .formatted(file));
  }
}
