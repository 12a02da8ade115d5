package io.dealsync.legacy;

import io.dealsync.db.legacy.FileKey;

/** A file that is open for reading: what it is, and how its rows are understood. */
final class Export implements AutoCloseable {

  private final FileFacts facts;
  private final Separator separator;
  private final CsvFile csv;
  private final RowReader reader;
  private final FileKey key;

  private Export(FileFacts facts, Separator separator, CsvFile csv, RowReader reader, FileKey key) {
    this.facts = facts;
    this.separator = separator;
    this.csv = csv;
    this.reader = reader;
    this.key = key;
  }

  /**
   * Looks at a file and finds out how to read it, as far as the request does not say.
   *
   * @throws UnusableFileException when it cannot be read as it is
   */
  static Export open(ImportRequest request) {
    FileFacts facts = FileProbe.look(request.file(), request.charset());
    Separator separator = request.separator().orElseGet(() -> Separator.find(facts));
    CsvFile csv = CsvFile.open(facts, separator);
    try {
      Header header = new Header(csv.header(), request.columns());
      Format format = request.format().orElseGet(() -> Format.of(header));
      header.requireOnly(format.word(), format.columns());
      RowReader reader = format.bind(header);
      return new Export(facts, separator, csv, reader, key(request, facts, format, header));
    } catch (RuntimeException | Error failure) {
      csv.close();
      throw failure;
    }
  }

  private static FileKey key(ImportRequest request, FileFacts facts, Format format, Header header) {
    return new FileKey(
        request.portal(),
        request.source().orElse(format.word()),
        facts.sha256(),
        format.word(),
        header.taken());
  }

  FileFacts facts() {
    return facts;
  }

  Separator separator() {
    return separator;
  }

  CsvFile csv() {
    return csv;
  }

  RowReader reader() {
    return reader;
  }

  /** What makes importing it the same import as another one. */
  FileKey key() {
    return key;
  }

  @Override
  public void close() {
    csv.close();
  }
}
