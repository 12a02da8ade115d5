package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.dealsync.db.legacy.Leftover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The rejected rows of a file in the file's own form, with the line and the reason in two more
 * columns. Corrected, it can be imported as it is.
 */
final class RejectsFile {

  private static final String LINE = "dealsync line";
  private static final String REASON = "dealsync reason";

  private RejectsFile() {}

  /** Writes it whole, or leaves what was there. */
  static void write(
      Path target, FileFacts facts, Separator separator, Iterator<Leftover> rejected) {
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (CsvFile csv = CsvFile.open(facts, separator);
          CsvWriter out =
              CsvWriter.builder()
                  .fieldSeparator(separator.character())
                  .build(unfinished, facts.charset())) {
        copy(csv, out, rejected);
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UnusableFileException(
          "The rejected rows cannot be written to %s (%s); name another place: --rejects FILE"
              .formatted(target, failure.getMessage()),
          failure);
    }
  }

  private static void copy(CsvFile csv, CsvWriter out, Iterator<Leftover> rejected) {
    List<String> header = csv.header().getFields();
    int columns = header.contains(LINE) ? header.indexOf(LINE) : header.size();
    out.writeRecord(extended(csv.header(), columns, LINE, REASON));
    while (rejected.hasNext() && csv.hasNext()) {
      Leftover next = rejected.next();
      CsvRecord row = csv.next();
      while (csv.line() < next.line()) {
        row = csv.next();
      }
      out.writeRecord(extended(row, columns, Integer.toString(next.line()), next.reason()));
    }
  }

  private static List<String> extended(CsvRecord row, int columns, String line, String reason) {
    List<String> fields =
        new ArrayList<>(row.getFields().subList(0, Math.min(columns, row.getFieldCount())));
    while (fields.size() < columns) {
      fields.add("");
    }
    fields.add(line);
    fields.add(reason);
    return fields;
  }
}
