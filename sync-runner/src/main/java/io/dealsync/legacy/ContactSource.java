package io.dealsync.legacy;

import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/** Where the contacts of the other CRM are. */
public sealed interface ContactSource {

  /** A file with a header: id, and name, phone or email. */
  record OfFile(Path path) implements ContactSource {
    @Override
    public Table open(DataSource database) {
      return Tables.open(path);
    }
  }

  /**
   * A table or view of the database, with the same columns.
   *
   * @param name as SQL has it, with its schema
   */
  record OfTable(String name) implements ContactSource {
    @Override
    public Table open(DataSource database) {
      return SqlTable.open(database, name);
    }
  }

  /** {@code table:crm.contacts} is a table, everything else a file. */
  static ContactSource of(String text) {
    return Optional.of(text)
        .filter(each -> each.startsWith("table:"))
        .<ContactSource>map(each -> new OfTable(each.substring("table:".length())))
        .orElseGet(() -> new OfFile(Path.of(text)));
  }

  /**
   * Opens it.
   *
   * @throws UnusableFileException when it is not there or cannot be read
   */
  Table open(DataSource database);
}
