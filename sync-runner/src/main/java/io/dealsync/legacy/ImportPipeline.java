package io.dealsync.legacy;

import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.LegacyLink;
import io.dealsync.db.legacy.LinkUpload;
import io.dealsync.db.legacy.RowCounts;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way of a file's rows into the database. Rows that an interrupted import has stored are read
 * again, so that later ones can be compared with them, and not stored twice.
 */
final class ImportPipeline {

  private static final int SAMPLE = 1000;

  private final Table table;
  private final RowReader reader;
  private final LinkUpload upload;
  private final long alreadyStored;
  private final int columns;
  private final RejectedRowCells corrections;
  private final EmptyRows noise;
  private RowCounts counts = RowCounts.NONE;
  private String firstReason = "";
  private boolean endsShort;

  ImportPipeline(Table table, RowReader reader, LinkUpload upload) {
    this.table = table;
    this.reader = reader;
    this.upload = upload;
    this.alreadyStored = upload.file().rows().read();
    this.columns = table.header().size();
    this.noise = new EmptyRows(table);
    this.corrections = new RejectedRowCells(table.header());
  }

  RowCounts counts() {
    return counts;
  }

  int line() {
    return table.line();
  }

  /** Whether the latest row has fewer columns than the header. */
  boolean endsShort() {
    return endsShort;
  }

  /**
   * Takes in some rows, those aside that are stored already.
   *
   * @return whether there may be more
   */
  boolean take(int rows) {
    int taken = 0;
    while (taken < rows) {
      if (!table.hasNext()) {
        return false;
      }
      take(table.next());
      taken += isStored() ? 0 : 1;
    }
    return true;
  }

  /** Whether the latest row was stored by an earlier import. */
  private boolean isStored() {
    return counts.read() <= alreadyStored;
  }

  private void take(Row row) {
    Optional<String> reason = noise.of(row).or(row::skipped);
    endsShort = reason.isEmpty() && row.size() < columns;
    if (reason.isPresent()) {
      leaveOut(row, new RowResult.Skipped(reason.get()));
      return;
    }
    try {
      row.requireWhole();
      requireColumns(row);
      switch (reader.read(row)) {
        case RowResult.Links links -> take(links);
        case RowResult.Skipped skipped -> leaveOut(row, skipped);
      }
    } catch (BadValue bad) {
      reject(row, bad);
    }
    if (!isStored()) {
      corrections.of(row).ifPresent(upload::addCorrectionOf);
    }
  }

  private void requireColumns(Row row) {
    if (row.size() != columns) {
      throw new BadValue(
          "the row has %d columns, the header has %d".formatted(row.size(), columns));
    }
  }

  private void take(RowResult.Links row) {
    boolean wanted = row.links().get(0).wanted();
    counts = wanted ? counts.plusLinked(row.links().size()) : counts.plusSkipped();
    for (LegacyLink link : row.links()) {
      if (isStored()) {
        upload.remember(link);
      } else {
        upload.add(table.line(), link);
      }
    }
  }

  private void leaveOut(Row row, RowResult.Skipped skipped) {
    counts = counts.plusSkipped();
    leaveOut(row, Leftover.Outcome.SKIPPED, skipped.reason());
  }

  private void reject(Row row, BadValue bad) {
    counts = counts.plusRejected();
    firstReason = firstReason.isEmpty() ? bad.reason() : firstReason;
    leaveOut(row, Leftover.Outcome.REJECTED, bad.reason());
    if (counts.rejected() == SAMPLE && counts.read() == SAMPLE) {
      throw new UnusableFileException(
          "None of the first %,d rows can be read; of the first one, %s. Is it the right --format?"
              .formatted(SAMPLE, firstReason));
    }
  }

  private void leaveOut(Row row, Leftover.Outcome outcome, String reason) {
    if (!isStored()) {
      upload.add(
          new Leftover(
              table.line(),
              readable(reader::deal, row),
              readable(reader::contact, row),
              outcome,
              reason));
    }
  }

  private String readable(Function<Row, String> id, Row row) {
    try {
      return row.size() == columns && !row.isBlank() ? id.apply(row) : "";
    } catch (BadValue unreadable) {
      return "";
    }
  }
}
