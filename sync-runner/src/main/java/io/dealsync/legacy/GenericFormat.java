package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table with a row for each link: deal, contact, and if it has them sort, primary, role and a
 * mark of deleted rows. Junction tables of warehouses and dealsync's own table are such.
 */
record GenericFormat() implements Format {

  /** Which contact is primary. */
  static final Column PRIMARY =
      Column.optional(
          "primary",
          "primary",
          "is primary",
          "primary flag",
          "primary contact",
          "is primary contact",
          "main",
          "is main",
          "main contact",
          "is main contact",
          "основной",
          "главный",
          "основной контакт");

  private static final Column DEAL =
      Column.required(
          "deal",
          "deal",
          "deal id",
          "legacy deal id",
          "opportunity",
          "opportunity id",
          "lead id",
          "deal record id",
          "record id deal",
          "сделка",
          "id сделки",
          "код сделки");
  private static final Column CONTACT =
      Column.required(
          "contact",
          "contact",
          "contact id",
          "legacy contact id",
          "person",
          "person id",
          "contact name.id",
          "parentcontactid",
          "_parentcontactid_value",
          "contact record id",
          "контакт",
          "id контакта",
          "код контакта");
  private static final Column SORT =
      Column.optional(
          "sort", "sort", "order", "position", "place", "сортировка", "порядок", "место");
  private static final Column ROLE = Column.optional("role", "role", "contact role", "роль");

  /** Zoho calls a deal's id like that of any record; its contact's is its own word. */
  private static final Column ZOHO_DEAL = Column.required("deal", "record id", "deal id");

  private static final String ZOHO_CONTACT = "Contact Name.id";

  @Override
  public String word() {
    return "generic";
  }

  @Override
  public String description() {
    return "a row for each link: deal, contact, sort, primary, role, deleted, archived or active;"
        + " only deal and contact must be there";
  }

  @Override
  public List<Column> columns() {
    return Stream.concat(
            Stream.of(DEAL, CONTACT, SORT, PRIMARY, ROLE, PortalRows.PORTAL),
            DeletionMark.COLUMNS.stream())
        .toList();
  }

  @Override
  public FormatMatch fit(Header header, Sample sample) {
    return header.has(deal(header)) && header.has(CONTACT)
        ? FormatMatch.POSSIBLE
        : FormatMatch.NONE;
  }

  @Override
  public RowReader bind(Header header, Sample sample, Contacts contacts) {
    Column deal = deal(header);
    if (!header.has(deal) || !header.has(CONTACT)) {
      NamesOnly.advice(header)
          .ifPresent(
              advice -> {
                throw new UnusableFileException(advice);
              });
    }
    return new Rows(
        header.cell(deal),
        header.cell(CONTACT),
        header.cell(SORT),
        header.word(PRIMARY),
        header.word(ROLE),
        DeletionMark.of(header),
        contacts);
  }

  private static Column deal(Header header) {
    return header.hasExactly(ZOHO_CONTACT) && !header.has(DEAL) ? ZOHO_DEAL : DEAL;
  }

  private record Rows(
      Cell deal,
      Cell contact,
      Cell sort,
      Cell primary,
      Cell role,
      DeletionMark deletion,
      Contacts contacts)
      implements RowReader {

    @Override
    public RowResult read(Row row) {
      String dealId = deal(row);
      if (contact.in(row).isEmpty() && !speaksOfOne(row)) {
        return new RowResult.Skipped("the deal has no contact");
      }
      String contactId = contact(row);
      SalesforceId.requireKinds(dealId, contactId);
      return new RowResult.Links(
          List.of(
              new LegacyLink(
                  dealId,
                  contactId,
                  Value.place(sort.in(row), "sort"),
                  Value.truth(primary.in(row), "primary"),
                  role.in(row),
                  deletion.reason(row))));
    }

    /** A primary contact without an id is damage; a deal without contacts is none. */
    private boolean speaksOfOne(Row row) {
      return Value.truth(primary.in(row), "primary")
          || !sort.in(row).isEmpty()
          || !role.in(row).isEmpty();
    }

    @Override
    public String deal(Row row) {
      return Value.id(deal.in(row), "deal id");
    }

    @Override
    public String contact(Row row) {
      return contacts.areKnown()
          ? contacts.id(contact.in(row))
          : Value.id(contact.in(row), "contact id");
    }
  }
}
