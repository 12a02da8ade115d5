package io.dealsync.legacy;

import io.dealsync.db.legacy.FileKey;
import java.util.List;
import java.util.Optional;

/** A file that is open for reading: what it is, and how its rows are understood. */
final class Export implements AutoCloseable {

  private final FileFacts facts;
  private final CsvLayout layout;
  private final Optional<String> sheet;
  private final Table table;
  private final RowReader reader;
  private final Contacts contacts;
  private final FileKey key;
  private final Reading reading;

  private Export(
      ImportRequest request,
      FileFacts facts,
      CsvLayout layout,
      Table table,
      Header header,
      Sample sample) {
    FormatChoice choice =
        request.format().map(FormatChoice::given).orElseGet(() -> FormatChoice.of(header, sample));
    Format format = choice.format();
    header.requireOnly(format.word(), format.columns());
    this.facts = facts;
    this.layout = layout;
    this.sheet = request.sheet();
    this.table = table;
    this.contacts = new Contacts(request.contacts());
    this.reader =
        PortalRows.of(
            request.portal(),
            RoundedIds.refusing(format.bind(header, sample, contacts), sample),
            format,
            header);
    this.reading =
        new Reading(header.unread(), choice.others().stream().map(Format::word).toList());
    this.key =
        new FileKey(
            request.portal(),
            request.source().orElse(format.word()),
            facts.sha256(),
            format.word(),
            header.taken() + request.sheet().map(name -> ", sheet=" + name).orElse(""));
  }

  /**
   * How the columns were understood.
   *
   * @param unread the columns that were not read
   * @param others formats that could have been meant as well
   */
  record Reading(List<String> unread, List<String> others) {}

  /**
   * Looks at a file and finds out how to read it, as far as the request does not say.
   *
   * @throws UnusableFileException when it cannot be read as it is
   */
  static Export open(ImportRequest request) {
    FileFacts facts = FileProbe.look(request.file(), request.charset());
    CsvLayout layout =
        facts.kind() == FileFacts.Kind.TEXT
            ? CsvLayout.of(facts, request.separator())
            : CsvLayout.DEFAULT;
    Sample sample;
    try (Table first = Tables.open(facts, layout, request.sheet())) {
      sample = Sample.of(first);
    }
    Table table = Tables.open(facts, layout, request.sheet());
    try {
      Header header = new Header(table.header(), request.columns());
      return new Export(request, facts, layout, table, header, sample);
    } catch (UnusableFileException unusable) {
      table.close();
      throw table.note().isEmpty()
          ? unusable
          : new UnusableFileException(unusable.getMessage() + " " + table.note(), unusable);
    } catch (RuntimeException | Error failure) {
      table.close();
      throw failure;
    }
  }

  FileFacts facts() {
    return facts;
  }

  Separator separator() {
    return layout.separator();
  }

  Table table() {
    return table;
  }

  /** The same rows once more from the first one on. */
  Table again() {
    return Tables.open(facts, layout, sheet);
  }

  RowReader reader() {
    return reader;
  }

  /** The contacts that are looked up by name; to be loaded before the first row is read. */
  Contacts contacts() {
    return contacts;
  }

  Reading reading() {
    return reading;
  }

  /** What makes importing it the same import as another one. */
  FileKey key() {
    return key;
  }

  /** What people should know about how it was read; blank when nothing is unusual. */
  String note() {
    return reader instanceof PortalRows
        ? (table.note() + " " + PortalRows.NOTE).strip()
        : table.note();
  }

  @Override
  public void close() {
    table.close();
  }
}
