package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.List;
import java.util.OptionalInt;

/**
 * Salesforce's OpportunityContactRole, a row for each contact role of a deal: by the names of the
 * API, or by the labels of a report, whose ids have 15 characters.
 */
record SalesforceFormat() implements Format {

  private static final Column DEAL =
      Column.required("deal", "OpportunityId", "Opportunity: Opportunity ID", "Opportunity.Id");
  private static final Column CONTACT =
      Column.required("contact", "ContactId", "Contact: Contact ID", "Contact.Id");
  private static final Column ROLE =
      Column.optional(
          "role", "Role", "Contact Role", "Rolle", "Rôle", "Rol", "Função", "Ruolo", "Роль");
  private static final Column PRIMARY =
      Column.optional(
          "primary",
          "IsPrimary",
          "Primary",
          "Primary Contact",
          "Is Primary Contact",
          "Primär",
          "Principal",
          "Principale",
          "Primario",
          "Primair",
          "Основной");
  private static final Column DELETED = Column.optional("deleted", "IsDeleted", "Deleted");

  @Override
  public String word() {
    return "salesforce";
  }

  @Override
  public String description() {
    return "OpportunityContactRole, by API names or as a report: OpportunityId, ContactId, Role,"
        + " IsPrimary, IsDeleted; ids of 15 or 18 characters";
  }

  @Override
  public List<Column> columns() {
    return List.of(DEAL, CONTACT, ROLE, PRIMARY, DELETED);
  }

  @Override
  public FormatMatch fit(Header header, Sample sample) {
    if (!header.has(DEAL) || !header.has(CONTACT)) {
      boolean both =
          header.hasLike(sample, id -> isIdOf(SalesforceId.OPPORTUNITY, id))
              && header.hasLike(sample, id -> isIdOf(SalesforceId.CONTACT, id));
      return both ? FormatMatch.GOOD : FormatMatch.NONE;
    }
    if (sample.isEmpty()) {
      return header.hasExactly("OpportunityId") ? FormatMatch.GOOD : FormatMatch.POSSIBLE;
    }
    boolean itsIds =
        sample.mostly(header.peek(DEAL), id -> isIdOf(SalesforceId.OPPORTUNITY, id))
            || sample.mostly(header.peek(CONTACT), id -> isIdOf(SalesforceId.CONTACT, id));
    return itsIds ? FormatMatch.SURE : FormatMatch.NONE;
  }

  private static boolean isIdOf(String prefix, String id) {
    return id.startsWith(prefix) && SalesforceId.hasShape(id);
  }

  @Override
  public RowReader bind(Header header, Sample sample, Contacts contacts) {
    return new Rows(
        ids(header, DEAL, sample, SalesforceId.OPPORTUNITY),
        ids(header, CONTACT, sample, SalesforceId.CONTACT),
        header.word(ROLE),
        header.word(PRIMARY),
        header.word(DELETED));
  }

  /** By its name, or in reports in other languages by what it has. */
  private static Cell ids(Header header, Column column, Sample sample, String prefix) {
    Cell found =
        header.has(column) ? Cell.ABSENT : header.like(column, sample, id -> isIdOf(prefix, id));
    return found == Cell.ABSENT ? header.cell(column) : found;
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
      return SalesforceId.full(deal.in(row), "OpportunityId", SalesforceId.OPPORTUNITY);
    }

    @Override
    public String contact(Row row) {
      return SalesforceId.full(contact.in(row), "ContactId", SalesforceId.CONTACT);
    }
  }
}
