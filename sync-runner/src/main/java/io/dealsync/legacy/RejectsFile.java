package io.dealsync.legacy;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.files.OwnerOnly;
import io.dealsync.text.ForeignText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rejected rows of a file in the file's own form, with their origin and the reason in columns
 * before the others. Corrected, it can be imported as it is.
 */
final class RejectsFile {

  private static final Logger LOG = LoggerFactory.getLogger(RejectsFile.class);
  private static final Pattern FORMULA =
      Pattern.compile("[\\s\\u00A0]*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20]");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d\\s.,()-]+");

  private final Table table;
  private final CsvWriter out;
  private final RejectedRowCells own;
  private final int file;
  private long formulas;

  private RejectsFile(Table table, CsvWriter out, int file) {
    this.table = table;
    this.out = out;
    this.own = new RejectedRowCells(table.header());
    this.file = file;
  }

  /**
   * Writes it whole or not at all. A file that is there already stays, for someone may have begun
   * to correct its rows; this one is then called {@code …-2}.
   *
   * @param wanted where it shall be
   * @param file the number of the file whose rows they are
   * @param rejected passes the rejected rows on, in the order of their lines
   * @return where it is
   * @throws UnusableFileException when it cannot be written; the import is done nevertheless
   */
  static Path write(Path wanted, Export export, int file, Consumer<Consumer<Leftover>> rejected) {
    Path target = unused(wanted);
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    try {
      // For its owner only: rejected rows are people's data.
      OwnerOnly.file(unfinished);
      try (Table table = export.again();
          CsvWriter out =
              CsvWriter.builder()
                  .fieldSeparator(export.separator().character())
                  .build(unfinished, FileProbe.recognisable(export.facts().charset()))) {
        RejectsFile rejects = new RejectsFile(table, out, file);
        rejects.header();
        rejected.accept(rejects::row);
        rejects.tellFormulas(target);
      }
      return Files.move(unfinished, target);
    } catch (IOException failure) {
      throw new UnusableFileException(
          "%s is in, but its rejected rows cannot be written to %s (%s). To have them written elsewhere, import it once more with --rejects FILE: nothing else is done then."
              .formatted(export.facts().name(), target, failure.getMessage()),
          failure);
    }
  }

  private static Path unused(Path wanted) {
    String name = wanted.getFileName().toString();
    int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
    Path target = wanted;
    for (int number = 2; Files.exists(target); number++) {
      target = wanted.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
    }
    return target;
  }

  private void header() {
    out.writeRecord(extended(RejectedRowCells.NAMES, table.header()));
  }

  private void row(Leftover rejected) {
    Row row = table.next();
    while (table.line() < rejected.line()) {
      row = table.next();
    }
    formulas += row.fields().stream().filter(RejectsFile::isFormula).count();
    out.writeRecord(
        extended(
            List.of(Integer.toString(file), Integer.toString(rejected.line()), rejected.reason()),
            row.fields()));
  }

  /** What a spreadsheet would compute instead of showing it; numbers and telephones do no harm. */
  static boolean isFormula(String cell) {
    return FORMULA.matcher(cell).lookingAt() && !NUMBER.matcher(cell).matches();
  }

  /** The rows stay as they are, or they could not be imported as they are. */
  private void tellFormulas(Path target) {
    if (formulas > 0) {
      LOG.warn(
          "{}: {} like a formula (=, +, -, @), which a spreadsheet would compute; open it"
              + " there as text",
          ForeignText.line(String.valueOf(target)),
          formulas == 1 ? "1 cell begins" : formulas + " cells begin");
    }
  }

  private List<String> extended(List<String> first, List<String> row) {
    List<String> fields = new ArrayList<>(first);
    fields.addAll(own.othersOf(row));
    return fields;
  }
}
