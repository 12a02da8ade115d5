package io.dealsync.legacy;

import java.util.List;

/** Pipedrive's deals: a contact person and participants. */
record PipedriveFormat() implements Format {

  private static final Column DEAL = Column.required("deal", "Deal - ID", "deal_id", "ID");
  private static final Column PERSON =
      Column.required(
          "person", "Person - ID", "person_id", "Deal - Contact person ID", "Deal - Person ID");
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

  @Override
  public boolean recognises(Header header) {
    return header.has("Deal - ID")
        || (header.has("person_id") && PARTICIPANTS.headers().stream().anyMatch(header::has));
  }

  @Override
  public RowReader bind(Header header) {
    return new DealRows(header.cell(DEAL), header.cell(PERSON), header.cell(PARTICIPANTS));
  }

  @Override
  public String storedId(String id) {
    return Value.number(id, "legacy id");
  }
}
