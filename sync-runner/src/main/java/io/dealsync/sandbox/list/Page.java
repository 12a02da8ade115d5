package io.dealsync.sandbox.list;

import java.util.List;
import java.util.OptionalLong;

/**
 * One page of a list.
 *
 * @param total matching rows when counted
 */
public record Page(List<Row> rows, OptionalLong total) {

  /**
   * A row and the part of its links that is shown; the part is the whole, except where the row
   * limit cut it short (contract 6).
   */
  public record Row(int position, int firstLink, int linkCount) {}
}
