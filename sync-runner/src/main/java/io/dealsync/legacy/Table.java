package io.dealsync.legacy;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A file's rows, one after the other, under the names of its columns. Each row is there until the
 * next one is asked for.
 */
interface Table extends AutoCloseable, Iterator<Row> {

  /** The names of the columns, as the file has them. */
  List<String> header();

  /** The latest row; the header at first. */
  Row row();

  /** The line, or the row of a sheet, on which the latest row begins. */
  int line();

  /**
   * Whether there is another row.
   *
   * @throws UnusableFileException when what follows is no row
   */
  @Override
  boolean hasNext();

  /** Whether a line without any character stands before the latest row. */
  default boolean followsBlankLine() {
    return false;
  }

  /** What people should know about how the cells were read; blank when nothing is unusual. */
  default String note() {
    return "";
  }

  /** What the file itself says is missing of it; known at its end. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  void close();
}
