package io.dealsync.legacy;

import io.dealsync.db.load.LinkRows;
import io.dealsync.db.load.LinkRows.Detail;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A file of desired links: a row for each, with Bitrix24 ids. A row that cannot be understood makes
 * the whole file unusable, because a deal without one of its links would lose it.
 */
public final class LinkFile implements AutoCloseable {

  private static final Column DEAL =
      Column.required("deal", "deal id", "deal", "сделка", "id сделки");
  private static final Column CONTACT =
      Column.required("contact", "contact id", "contact", "контакт", "id контакта");
  private static final Column SORT = Column.optional("sort", "sort", "сортировка");
  private static final Column POSITION =
      Column.optional("position", "position", "place", "order", "место", "порядок");
  private static final Column PORTAL = Column.optional("portal", "portal", "портал");
  private static final List<Column> COLUMNS =
      List.of(DEAL, CONTACT, SORT, POSITION, GenericFormat.PRIMARY, PORTAL);

  private final FileFacts facts;
  private final Table table;
  private final String shownAs;
  private final Set<Detail> details = EnumSet.noneOf(Detail.class);
  private final Cell deal;
  private final Cell contact;
  private final Cell sort;
  private final Cell position;
  private final Cell primary;
  private final Cell portal;
  private final Order order;

  private LinkFile(FileFacts facts, Table table, String shownAs, Header header, Order order) {
    this.facts = facts;
    this.table = table;
    this.shownAs = shownAs;
    this.deal = header.cell(DEAL);
    this.contact = header.cell(CONTACT);
    this.sort = cell(header, SORT, Detail.SORT);
    this.position = cell(header, POSITION, Detail.POSITION);
    this.primary = cell(header, GenericFormat.PRIMARY, Detail.PRIMARY);
    this.portal = header.cell(PORTAL);
    this.order = order;
    if (order == Order.OF_ROWS && (sort != Cell.ABSENT || !details.add(Detail.POSITION))) {
      throw new UnusableFileException(
          "%s has a column for the order; leave --in-row-order out, or that column: --map sort=,position="
              .formatted(shownAs));
    }
  }

  /** Where the order of a deal's contacts comes from. */
  public enum Order {
    OF_COLUMNS,
    /** Rows of a deal stand in its order, the primary contact first. */
    OF_ROWS
  }

  /**
   * How to read a file, as far as its bytes and header do not say.
   *
   * @param columns which column is what; a blank one for none
   * @param charset its encoding
   * @param separator what stands between its fields
   * @param sheet which sheet of a workbook
   */
  public record Hints(
      Map<String, String> columns,
      Optional<Charset> charset,
      Optional<Separator> separator,
      Optional<String> sheet,
      Order order) {

    public Hints {
      columns = Map.copyOf(columns);
    }
  }

  /**
   * Looks at a file and finds its columns.
   *
   * @param shownAs what people call it
   * @throws UnusableFileException when it cannot be read as it is
   */
  public static LinkFile open(Path path, String shownAs, Hints hints) {
    try {
      FileFacts facts = FileProbe.look(path, hints.charset());
      CsvLayout layout =
          facts.kind() == FileFacts.Kind.TEXT
              ? CsvLayout.of(facts, hints.separator())
              : CsvLayout.DEFAULT;
      Table table = Tables.open(facts, layout, hints.sheet());
      try {
        Header header = new Header(table.header(), hints.columns());
        header.requireOnly("of links", COLUMNS);
        return new LinkFile(facts, table, shownAs, header, hints.order());
      } catch (RuntimeException | Error failure) {
        table.close();
        throw failure;
      }
    } catch (UnusableFileException unusable) {
      throw new UnusableFileException(
          String.valueOf(unusable.getMessage()).replace(path.toString(), shownAs), unusable);
    }
  }

  private Cell cell(Header header, Column column, Detail detail) {
    Cell cell = header.cell(column);
    if (cell != Cell.ABSENT) {
      details.add(detail);
    }
    return cell;
  }

  /** What it tells of a link beyond its deal and contact. */
  public Set<Detail> details() {
    return details;
  }

  /** Whether its last row has no line break, and so may have been cut off. */
  public boolean endsOpen() {
    return !facts.endsWithLineBreak();
  }

  /**
   * Passes its rows on.
   *
   * @param portalName the portal that they have to be about
   * @throws UnusableFileException when one of them cannot be understood
   */
  public void read(String portalName, LinkRows links) {
    try {
      while (table.hasNext()) {
        Row row = table.next();
        row.requireWhole();
        if (!row.isBlank() && row.skipped().isEmpty()) {
          add(row, portalName, links);
        }
      }
    } catch (BadValue unusable) {
      throw new UnusableFileException(
          "%s, line %d: %s. Nothing of it was loaded."
              .formatted(shownAs, table.line(), unusable.reason()));
    }
    table
        .missing()
        .ifPresent(
            why -> {
              throw new UnusableFileException("%s: %s".formatted(shownAs, why));
            });
    if (!facts.isUnchanged()) {
      throw new UnusableFileException(
          "%s was written to while it was read; load it when it is finished.".formatted(shownAs));
    }
  }

  private void add(Row row, String portalName, LinkRows links) {
    if (row.size() != table.header().size()) {
      throw new BadValue(
          "the row has %d columns, the header has %d".formatted(row.size(), table.header().size()));
    }
    String name = portal.in(row);
    if (portal != Cell.ABSENT && !name.equals(portalName)) {
      throw new BadValue(
          "it is about portal %s; a load is for one portal, here %s"
              .formatted(Value.shown(name), portalName));
    }
    links.add(
        number(Value.number(deal.in(row), "deal id")),
        number(Value.number(contact.in(row), "contact id")),
        place(sort.in(row), "sort"),
        switch (order) {
          case OF_COLUMNS -> place(position.in(row), "position");
          case OF_ROWS -> OptionalLong.of(table.line());
        },
        Value.truth(primary.in(row), "primary"));
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException tooLarge) {
      throw new BadValue("the id '%s' is too large".formatted(digits));
    }
  }

  private static OptionalLong place(String value, String what) {
    var place = Value.place(value, what);
    return place.isPresent() ? OptionalLong.of(place.getAsInt()) : OptionalLong.empty();
  }

  @Override
  public void close() {
    table.close();
  }
}
