package io.dealsync.legacy;

import static io.dealsync.legacy.JsonNodes.each;
import static io.dealsync.legacy.JsonNodes.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What Salesforce's REST API and {@code sf data query --json} answer: contact roles, with ids or
 * with the records that they belong to, or opportunities with their roles inside.
 */
final class SalesforceJson implements JsonShape {

  private static final String QUERY =
      "sf data query --result-format csv --query \"SELECT OpportunityId, ContactId, Role, IsPrimary"
          + " FROM OpportunityContactRole\"";

  private static final List<String> COLUMNS =
      List.of("OpportunityId", "ContactId", "Role", "IsPrimary", "IsDeleted");
  private static final String ROLES = "OpportunityContactRoles";
  private static final String OPPORTUNITY = "Opportunity";
  private static final String CONTACT = "Contact";

  private final List<String> others;

  private SalesforceJson(JsonNode first) {
    Set<String> read = new LinkedHashSet<>(COLUMNS);
    read.addAll(List.of("attributes", ROLES, OPPORTUNITY, CONTACT, "Id"));
    this.others = JsonNodes.others(first, read);
  }

  static Optional<JsonShape> of(String file, JsonNode first) {
    if (text(first, "OpportunityId").startsWith("@")) {
      throw new UnusableFileException(
          "%s has references (%s) instead of ids. Query the ids: %s"
              .formatted(file, text(first, "OpportunityId"), QUERY));
    }
    boolean isOpportunity =
        OPPORTUNITY.equals(text(first.path("attributes"), "type")) || first.has(ROLES);
    if (isOpportunity && !first.has(ROLES)) {
      throw new UnusableFileException(
          "%s has opportunities without their contact roles. Query those: %s"
              .formatted(file, QUERY));
    }
    return isOpportunity || isRole(first)
        ? Optional.of(new SalesforceJson(first))
        : Optional.empty();
  }

  private static boolean isRole(JsonNode record) {
    return !deal(record).isEmpty() && !contact(record).isEmpty();
  }

  private static String deal(JsonNode role) {
    return role.has("OpportunityId")
        ? text(role, "OpportunityId")
        : text(role.path(OPPORTUNITY), "Id");
  }

  private static String contact(JsonNode role) {
    return role.has("ContactId") ? text(role, "ContactId") : text(role.path(CONTACT), "Id");
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(COLUMNS);
    columns.addAll(others);
    return columns;
  }

  @Override
  public List<JsonRow> rows(JsonNode record) {
    if (!record.has(ROLES)) {
      return List.of(JsonRow.of(values(record, deal(record), record)));
    }
    String deal = text(record, "Id");
    JsonNode roles = record.path(ROLES);
    if (roles.path("done").isBoolean() && !roles.path("done").asBoolean()) {
      return List.of(
          JsonRow.unreadable(
              values(record, deal, roles), "more contact roles follow than the record has"));
    }
    List<JsonRow> rows =
        each(roles.path("records")).map(role -> JsonRow.of(values(record, deal, role))).toList();
    return rows.isEmpty()
        ? List.of(JsonRow.skipped(values(record, deal, roles), "the deal has no contacts"))
        : rows;
  }

  private List<String> values(JsonNode record, String deal, JsonNode role) {
    List<String> values = new ArrayList<>();
    values.add(deal);
    values.add(contact(role));
    COLUMNS.stream().skip(2).map(name -> text(role, name)).forEach(values::add);
    others.stream().map(name -> text(record, name)).forEach(values::add);
    return values;
  }
}
