package io.dealsync.legacy;

import java.util.List;
import java.util.Optional;

/** How a CRM writes its deal-contact links into a table. */
public sealed interface Format
    permits SalesforceFormat,
        SuiteCrmFormat,
        HubSpotFormat,
        PipedriveFormat,
        AmoCrmFormat,
        GenericFormat {

  /** Its name on the command line. */
  String word();

  /** What a file of it contains, in a sentence. */
  String description();

  /** The columns that it reads. */
  List<Column> columns();

  /** How well the whole header and the first rows fit. */
  FormatMatch fit(Header header, Sample sample);

  /**
   * A reader for the rows under this header.
   *
   * @param sample the first rows, which show what is in a column
   * @param contacts finds contacts that a cell names by something else than their id
   * @throws UnusableFileException when a column is missing
   */
  RowReader bind(Header header, Sample sample, Contacts contacts);

  /**
   * An id of this CRM in the form in which it is stored, for ids that come from elsewhere.
   *
   * @throws BadValue when it is none
   */
  default String storedId(String id) {
    return Value.id(id, "legacy id");
  }

  /** All of them. */
  static List<Format> all() {
    return List.of(
        new SalesforceFormat(),
        new SuiteCrmFormat(),
        new HubSpotFormat(),
        new PipedriveFormat(),
        new AmoCrmFormat(),
        new GenericFormat());
  }

  /** The one of this name. */
  static Optional<Format> named(String word) {
    return all().stream().filter(format -> format.word().equals(word)).findFirst();
  }
}
