package io.dealsync.legacy;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How the records of an API become rows, under the names of columns that the formats know. */
interface JsonShape {

  /** The names of the columns. */
  List<String> columns();

  /** The rows of a record: one for a deal, or one for each link. */
  List<JsonRow> rows(JsonNode record);

  /** Why the file is of no use, which shows only at its end; empty when it is. */
  default Optional<String> flaw() {
    return Optional.empty();
  }

  /** What people should know about how it was read; blank when nothing is unusual. */
  default String note() {
    return "";
  }
}
