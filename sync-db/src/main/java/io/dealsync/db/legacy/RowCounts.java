package io.dealsync.db.legacy;

/**
 * What became of the rows of a file. They add up: each row that was read is counted once.
 *
 * @param read rows that were read, without the header
 * @param linked rows that became links
 * @param duplicates rows that said what an earlier one had said
 * @param rejected rows that could not be understood or contradict an earlier one
 * @param skipped rows that are left out on purpose
 * @param links how many links the linked rows became; some formats have several in a row
 */
public record RowCounts(
    long read, long linked, long duplicates, long rejected, long skipped, long links) {

  /** Of a file of which nothing was read yet. */
  public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0, 0);

  public RowCounts {
    if (read != linked + duplicates + rejected + skipped) {
      throw new IllegalArgumentException(
          "%d rows cannot be %d linked + %d duplicates + %d rejected + %d skipped"
              .formatted(read, linked, duplicates, rejected, skipped));
    }
  }

  /** One more row, which became links. */
  public RowCounts plusLinked(int newLinks) {
    return new RowCounts(read + 1, linked + 1, duplicates, rejected, skipped, links + newLinks);
  }

  /** One more row, which was rejected. */
  public RowCounts plusRejected() {
    return new RowCounts(read + 1, linked, duplicates, rejected + 1, skipped, links);
  }

  /** One more row, which is left out on purpose. */
  public RowCounts plusSkipped() {
    return new RowCounts(read + 1, linked, duplicates, rejected, skipped + 1, links);
  }

  /** The same rows, after some that counted as linked were found to be duplicates or wrong. */
  RowCounts less(Findings findings) {
    return new RowCounts(
        read,
        linked - findings.duplicateRows() - findings.rejectedRows(),
        duplicates + findings.duplicateRows(),
        rejected + findings.rejectedRows(),
        skipped,
        links - findings.links());
  }
}
