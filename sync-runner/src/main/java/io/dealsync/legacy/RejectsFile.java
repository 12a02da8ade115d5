package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.LinkUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
  static void write(Path target, Export export, LinkUpload upload) {
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (CsvFile csv = CsvFile.open(export.facts(), export.separator());
          CsvWriter out =
              CsvWriter.builder()
                  .fieldSeparator(export.separator().character())
                  .build(unfinished, export.facts().charset())) {
        List<String> header = csv.header().getFields();
        int columns = header.contains(LINE) ? header.indexOf(LINE) : header.size();
        out.writeRecord(extended(csv.header(), columns, LINE, REASON));
        upload.forEachRejected(rejected -> copy(csv, out, columns, rejected));
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UnusableFileException(
          "The rejected rows cannot be written to %s (%s); name another place: --rejects FILE"
              .formatted(target, failure.getMessage()),
          failure);
    }
  }

  private static void copy(CsvFile csv, CsvWriter out, int columns, Leftover rejected) {
    CsvRecord row = csv.next();
    while (csv.line() < rejected.line()) {
      row = csv.next();
    }
    out.writeRecord(extended(row, columns, Integer.toString(rejected.line()), rejected.reason()));
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
