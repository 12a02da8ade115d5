package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.List;
import java.util.OptionalInt;

/** The table opportunities_contacts of SuiteCRM and SugarCRM. */
record SuiteCrmFormat() implements Format {

  private static final Column DEAL = Column.required("deal", "opportunity_id");
  private static final Column CONTACT = Column.required("contact", "contact_id");
  private static final Column ROLE = Column.optional("role", "contact_role");
  private static final Column DELETED = Column.optional("deleted", "deleted");

  @Override
  public String word() {
    return "suitecrm";
  }

  @Override
  public String description() {
    return "opportunities_contacts: opportunity_id, contact_id, contact_role, deleted";
  }

  @Override
  public List<Column> columns() {
    return List.of(DEAL, CONTACT, ROLE, DELETED);
  }

  /** Other tables of this kind say which contact is primary; its own never do. */
  @Override
  public FormatMatch fit(Header header, Sample sample) {
    if (!header.has(DEAL) || !header.has(CONTACT) || header.has(GenericFormat.PRIMARY)) {
      return FormatMatch.NONE;
    }
    boolean itsOwn = header.has(ROLE) && header.has(DELETED);
    return itsOwn
        ? FormatMatch.SURE
        : header.has(DELETED) && header.has("date_modified") || header.has(ROLE)
            ? FormatMatch.GOOD
            : FormatMatch.NONE;
  }

  @Override
  public RowReader bind(Header header, Sample sample, Contacts contacts) {
    return new Rows(
        header.cell(DEAL), header.cell(CONTACT), header.word(ROLE), header.word(DELETED));
  }

  private record Rows(Cell deal, Cell contact, Cell role, Cell deleted) implements RowReader {

    @Override
    public RowResult read(Row row) {
      return new RowResult.Links(
          List.of(
              new LegacyLink(
                  deal(row),
                  contact(row),
                  OptionalInt.empty(),
                  false,
                  role.in(row),
                  Value.truth(deleted.in(row), "deleted") ? "deleted in SuiteCRM" : "")));
    }

    @Override
    public String deal(Row row) {
      return Value.id(deal.in(row), "opportunity_id");
    }

    @Override
    public String contact(Row row) {
      return Value.id(contact.in(row), "contact_id");
    }
  }
}
