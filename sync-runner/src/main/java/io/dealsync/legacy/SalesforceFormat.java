package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.List;
import java.util.OptionalInt;

/** The export of Salesforce's OpportunityContactRole: a row for each contact role of a deal. */
record SalesforceFormat() implements Format {

  private static final String OPPORTUNITY = "006";
  private static final String CONTACT_PREFIX = "003";

  private static final Column DEAL = Column.required("deal", "OpportunityId");
  private static final Column CONTACT = Column.required("contact", "ContactId");
  private static final Column ROLE = Column.optional("role", "Role");
  private static final Column PRIMARY = Column.optional("primary", "IsPrimary");
  private static final Column DELETED = Column.optional("deleted", "IsDeleted");

  @Override
  public String word() {
    return "salesforce";
  }

  @Override
  public String description() {
    return "OpportunityContactRole: OpportunityId, ContactId, Role, IsPrimary, IsDeleted; ids of 15"
        + " or 18 characters";
  }

  @Override
  public List<Column> columns() {
    return List.of(DEAL, CONTACT, ROLE, PRIMARY, DELETED);
  }

  @Override
  public boolean recognises(Header header) {
    return header.has("OpportunityId")
        && header.has("ContactId")
        && (header.has("IsPrimary") || header.has("IsDeleted"));
  }

  @Override
  public RowReader bind(Header header) {
    return new Rows(
        header.cell(DEAL),
        header.cell(CONTACT),
        header.word(ROLE),
        header.word(PRIMARY),
        header.word(DELETED));
  }

  @Override
  public String storedId(String id) {
    return SalesforceId.full(id, "legacy id", "");
  }

  private record Rows(Cell deal, Cell contact, Cell role, Cell primary, Cell deleted)
      implements RowReader {

    @Override
    public RowResult read(Row row) {
      return new RowResult.Links(
          List.of(
              new LegacyLink(
                  deal(row),
                  contact(row),
                  OptionalInt.empty(),
                  Value.truth(primary.in(row), "IsPrimary"),
                  role.in(row),
                  Value.truth(deleted.in(row), "IsDeleted") ? "deleted in Salesforce" : "")));
    }

    @Override
    public String deal(Row row) {
      return SalesforceId.full(deal.in(row), "OpportunityId", OPPORTUNITY);
    }

    @Override
    public String contact(Row row) {
      return SalesforceId.full(contact.in(row), "ContactId", CONTACT_PREFIX);
    }
  }
}
