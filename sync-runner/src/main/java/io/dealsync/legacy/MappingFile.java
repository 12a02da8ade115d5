package io.dealsync.legacy;

import io.dealsync.db.legacy.MappedId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table of two columns that someone made: ids of another CRM and what they are called in
 * Bitrix24. Rows that cannot be understood are passed over and remembered.
 */
final class MappingFile implements AutoCloseable, Iterator<MappedId> {

  private static final int REMEMBERED = 20;

  private static final Column LEGACY =
      Column.required(
          "legacy_id", "legacy id", "origin id", "old id", "external id", "source id", "legacy");
  private static final Column NEW =
      Column.required(
          "id",
          "id",
          "bitrix24 id",
          "bitrix id",
          "deal id",
          "contact id",
          "new id",
          "bitrix24",
          "portal id");

  private final FileFacts facts;
  private final Table table;
  private final UnaryOperator<String> storedId;
  private final List<BadRow> bad = new ArrayList<>();
  private final Cell legacy;
  private final Cell mapped;
  private final int columns;
  private @Nullable Row pending;
  private @Nullable MappedId next;
  private long badRows;

  /** A row that could not be understood, and why. */
  record BadRow(int line, String reason) {}

  private MappingFile(FileFacts facts, Table table, UnaryOperator<String> storedId) {
    this.facts = facts;
    this.table = table;
    this.storedId = storedId;
    this.columns = table.header().size();
    if (isHeaderless(table.header())) {
      legacy = Cell.at(0);
      mapped = Cell.at(1);
      pending = table.row();
    } else {
      Header header = new Header(table.header(), Map.of());
      legacy = header.cell(LEGACY);
      mapped = header.cell(NEW);
    }
  }

  /**
   * Opens a mapping.
   *
   * @param storedId brings an id of the other CRM into the form in which links have it
   * @throws UnusableFileException when it cannot be read as it is
   */
  static MappingFile open(Path path, UnaryOperator<String> storedId) {
    FileFacts facts = FileProbe.look(path, Optional.empty());
    Table table = Tables.open(facts);
    try {
      return new MappingFile(facts, table, storedId);
    } catch (RuntimeException | Error failure) {
      table.close();
      throw failure;
    }
  }

  private static boolean isHeaderless(List<String> first) {
    return first.size() == 2 && first.get(1).strip().matches("\\d+");
  }

  /**
   * Whether there is another row that can be understood.
   *
   * @throws UnusableFileException when what follows is no row, or the file has been written to
   *     since it was opened
   */
  @Override
  public boolean hasNext() {
    while (next == null) {
      Row row = row();
      if (row == null) {
        requireUnchanged();
        return false;
      }
      next = understood(row);
    }
    return true;
  }

  @Override
  public MappedId next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    MappedId result = next;
    next = null;
    return result;
  }

  /** How many rows were passed over so far. */
  long badRows() {
    return badRows;
  }

  /** The first rows that were passed over. */
  List<BadRow> firstBad() {
    return List.copyOf(bad);
  }

  @Override
  public void close() {
    table.close();
  }

  private void requireUnchanged() {
    if (!facts.isUnchanged()) {
      throw new UnusableFileException(
          "%s was written to while it was read; name it again when it is finished."
              .formatted(facts.path()));
    }
  }

  private @Nullable Row row() {
    Row first = pending;
    pending = null;
    if (first != null) {
      return first;
    }
    return table.hasNext() ? table.next() : null;
  }

  private @Nullable MappedId understood(Row row) {
    int line = table.line();
    try {
      if (row.size() != columns) {
        throw new BadValue(
            "the row has %d columns, the first one has %d".formatted(row.size(), columns));
      }
      return new MappedId(
          line, storedId.apply(legacy.in(row)), portalId(Value.number(mapped.in(row), "id")));
    } catch (BadValue unusable) {
      badRows++;
      if (bad.size() < REMEMBERED) {
        bad.add(new BadRow(line, unusable.reason()));
      }
      return null;
    }
  }

  private static long portalId(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException tooLarge) {
      throw new BadValue("the id '%s' is too large".formatted(digits));
    }
  }
}
