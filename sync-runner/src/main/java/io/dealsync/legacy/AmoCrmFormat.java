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
          "Main contact (ID)",
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

  private static final Column NAMES =
      Column.required(
          "name",
          "Полное имя контакта",
          "Основной контакт",
          "Full name (contact)",
          "Full name of the contact",
          "Contact full name",
          "Contact's full name",
          "Main contact");

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
    return List.of(DEAL, MAIN, LINKED, NAMES);
  }

  @Override
  public FormatMatch fit(Header header, Sample sample) {
    if (!header.has(DEAL)) {
      return FormatMatch.NONE;
    }
    return header.has(MAIN) || isList(header) ? FormatMatch.SURE : FormatMatch.NONE;
  }

  /** The export of amoCRM's list of deals: it has names and no ids of contacts. */
  private static boolean isList(Header header) {
    return header.has("Название сделки", "Lead title", "Lead name", "Deal title")
        && header.has(NAMES)
        && header.has("ID");
  }

  @Override
  public RowReader bind(Header header, Sample sample, Contacts contacts) {
    Cell deal = header.cell(DEAL);
    if (!header.has(MAIN) && header.has(NAMES)) {
      return new DealRows(deal, named(header, contacts), Cell.ABSENT, contacts);
    }
    return new DealRows(
        deal, header.cell(MAIN), DealRows.list(LINKED, header, sample, contacts), contacts);
  }

  private static Cell named(Header header, Contacts contacts) {
    if (!contacts.areKnown()) {
      throw new UnusableFileException(
          ("This list of amoCRM has names of contacts and no ids: %s. Ids are in what its API"
                  + " gives: save /api/v4/leads?with=contacts as JSON and import that; or export the"
                  + " contacts as well and name that file: --contacts contacts.csv")
              .formatted(header));
    }
    return header.firstFilled(NAMES);
  }

  @Override
  public String storedId(String id) {
    return Value.number(id, "legacy id");
  }
}
