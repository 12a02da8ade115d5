package io.dealsync.legacy;

import static io.dealsync.legacy.JsonNodes.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What Zoho CRM's API answers: deals, each with the one contact of its own field. */
final class ZohoJson implements JsonShape {

  private static final String CONTACT = "Contact_Name";
  private static final Set<String> READ = Set.of("id", CONTACT);

  private final List<String> others;

  private ZohoJson(JsonNode first) {
    this.others = JsonNodes.others(first, READ);
  }

  static Optional<JsonShape> of(JsonNode first) {
    return first.has("id") && first.has(CONTACT)
        ? Optional.of(new ZohoJson(first))
        : Optional.empty();
  }

  @Override
  public List<String> columns() {
    return Stream.concat(Stream.of("deal id", "contact id", "primary"), others.stream()).toList();
  }

  @Override
  public List<JsonRow> rows(JsonNode record) {
    String contact = text(record.path(CONTACT), "id");
    List<String> values = new ArrayList<>(List.of(text(record, "id"), contact, "true"));
    others.stream().map(name -> text(record, name)).forEach(values::add);
    return List.of(
        contact.isEmpty()
            ? JsonRow.skipped(values, "the deal has no contacts")
            : JsonRow.of(values));
  }

  @Override
  public String note() {
    return "Further contacts of a deal are among its contact roles, which are not in this file.";
  }
}
