package io.dealsync.legacy;

import java.util.List;

/** Pipedrive's deals: a contact person and participants. */
record PipedriveFormat() implements Format {

  private static final Column DEAL =
      Column.required("deal", "Deal - ID", "Сделка - ID", "deal_id", "ID");
  private static final Column PERSON =
      Column.required(
          "person",
          "Deal - Contact person ID",
          "Person - ID",
          "person_id",
          "Deal - Person ID",
          "Контакт - ID",
          "Контактное лицо - ID",
          "Сделка - Контактное лицо - ID",
          "Contact person ID");
  private static final Column PARTICIPANTS =
      Column.optional(
          "participants",
          "Deal - Participants",
          "Participants",
          "participant_ids",
          "Deal - Participant IDs");

  @Override
  public String word() {
    return "pipedrive";
  }

  @Override
  public String description() {
    return "deals: Deal - ID, Person - ID (becomes primary), Participants (a list of ids)";
  }

  @Override
  public List<Column> columns() {
    return List.of(DEAL, PERSON, PARTICIPANTS);
  }

  /** Its columns are called by their record: {@code Deal - ID}; other tables say deal_id. */
  @Override
  public FormatMatch fit(Header header, Sample sample) {
    if (header.hasExactly("Deal - ID") || header.hasExactly("Сделка - ID")) {
      return FormatMatch.SURE;
    }
    return header.has("person_id") && header.has(DEAL) && header.has(PARTICIPANTS)
        ? FormatMatch.GOOD
        : FormatMatch.NONE;
  }

  @Override
  public RowReader bind(Header header, Sample sample, Contacts contacts) {
    Cell deal = header.cell(DEAL);
    requirePerson(header);
    return new DealRows(
        deal, header.cell(PERSON), DealRows.list(PARTICIPANTS, header, sample, contacts), contacts);
  }

  private static void requirePerson(Header header) {
    if (!header.has(PERSON)) {
      throw new UnusableFileException(
          "This list of Pipedrive has names and no ids of persons: %s. ".formatted(header)
              + "Add the column \"Contact person - ID\" (or \"Person - ID\") to the list before"
              + " exporting it, or name the persons' own export: --map person=\"Deal - Contact"
              + " person\" --contacts people.csv");
    }
  }

  @Override
  public String storedId(String id) {
    return Value.number(id, "legacy id");
  }
}
