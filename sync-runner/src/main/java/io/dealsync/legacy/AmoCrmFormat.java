package io.dealsync.legacy;

import java.util.List;

/** amoCRM's (Kommo's) deals: a main contact and linked contacts. */
record AmoCrmFormat() implements Format {

  private static final Column DEAL =
      Column.required("deal", "ID сделки", "Lead ID", "deal_id", "lead_id", "ID");
  private static final Column MAIN =
      Column.required(
          "main",
          "ID основного контакта",
          "Основной контакт (ID)",
          "Main contact ID",
          "main_contact_id",
          "main_contact");
  private static final Column LINKED =
      Column.optional(
          "linked",
          "ID связанных контактов",
          "Связанные контакты (ID)",
          "Linked contact IDs",
          "linked_contact_ids",
          "linked_contacts",
          "contacts_id",
          "contact_ids");

  @Override
  public String word() {
    return "amocrm";
  }

  @Override
  public String description() {
    return "deals: ID, main contact's id (becomes primary), linked contacts' ids (a list)";
  }

  @Override
  public List<Column> columns() {
    return List.of(DEAL, MAIN, LINKED);
  }

  @Override
  public boolean recognises(Header header) {
    return MAIN.headers().stream().anyMatch(header::has);
  }

  @Override
  public RowReader bind(Header header) {
    return new DealRows(header.cell(DEAL), header.cell(MAIN), header.cell(LINKED));
  }

  @Override
  public String storedId(String id) {
    return Value.number(id, "legacy id");
  }
}
