package io.dealsync.legacy;

import java.util.List;

/** HubSpot's export of deals with the ids of their contacts in one column. */
record HubSpotFormat() implements Format {

  private static final Column DEAL =
      Column.required("deal", "Record ID", "Deal ID", "hs_object_id", "Record ID - Deal");
  private static final Column CONTACTS =
      Column.required(
          "contacts",
          "Associated Contact IDs",
          "Associated Contact ID",
          "Associated Contacts IDs",
          "Associated Contact Record IDs");

  @Override
  public String word() {
    return "hubspot";
  }

  @Override
  public String description() {
    return "deals: Record ID, Associated Contact IDs (a list); HubSpot has no primary contact, the"
        + " first one becomes it";
  }

  @Override
  public List<Column> columns() {
    return List.of(DEAL, CONTACTS);
  }

  @Override
  public FormatMatch fit(Header header, Sample sample) {
    return header.has(DEAL) && header.has(CONTACTS) ? FormatMatch.SURE : FormatMatch.NONE;
  }

  @Override
  public RowReader bind(Header header, Sample sample, Contacts contacts) {
    return new DealRows(
        header.cell(DEAL),
        Cell.ABSENT,
        DealRows.list(CONTACTS, header, sample, contacts),
        contacts);
  }

  @Override
  public String storedId(String id) {
    return Value.number(id, "legacy id");
  }
}
