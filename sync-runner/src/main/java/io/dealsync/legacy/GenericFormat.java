package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.List;

/** A table with a row for each link: deal, contact, and if it has them sort, primary and role. */
record GenericFormat() implements Format {

  private static final Column DEAL =
      Column.required(
          "deal",
          "deal",
          "deal id",
          "legacy deal id",
          "opportunity",
          "opportunity id",
          "lead id",
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
          "контакт",
          "id контакта",
          "код контакта");
  private static final Column SORT =
      Column.optional(
          "sort", "sort", "order", "position", "place", "сортировка", "порядок", "место");
  private static final Column PRIMARY =
      Column.optional("primary", "primary", "is primary", "main", "is main", "основной", "главный");
  private static final Column ROLE = Column.optional("role", "role", "contact role", "роль");

  @Override
  public String word() {
    return "generic";
  }

  @Override
  public String description() {
    return "a row for each link: deal, contact, sort, primary, role; only deal and contact must be"
        + " there";
  }

  @Override
  public List<Column> columns() {
    return List.of(DEAL, CONTACT, SORT, PRIMARY, ROLE);
  }

  @Override
  public boolean recognises(Header header) {
    return true;
  }

  @Override
  public RowReader bind(Header header) {
    return new Rows(
        header.cell(DEAL),
        header.cell(CONTACT),
        header.word(SORT),
        header.word(PRIMARY),
        header.word(ROLE));
  }

  private record Rows(Cell deal, Cell contact, Cell sort, Cell primary, Cell role)
      implements RowReader {

    @Override
    public RowResult read(Row row) {
      return new RowResult.Links(
          List.of(
              new LegacyLink(
                  deal(row),
                  contact(row),
                  Value.place(sort.in(row), "sort"),
                  Value.truth(primary.in(row), "primary"),
                  role.in(row),
                  "")));
    }

    @Override
    public String deal(Row row) {
      return Value.id(deal.in(row), "deal id");
    }

    @Override
    public String contact(Row row) {
      return Value.id(contact.in(row), "contact id");
    }
  }
}
