package io.dealsync.cli.movein;

import io.dealsync.cli.json.JsonField;
import io.dealsync.db.legacy.RowCounts;

/** What became of the rows of a file; they add up to what was read. */
record RowFields(
    @JsonField("The file's rows; they add up to `read`") Rows rows,
    @JsonField(value = "Links that the linked rows are", unit = "links") long links) {

  /** Rows by what became of them. */
  record Rows(
      @JsonField(value = "All rows", unit = "rows") long read,
      @JsonField(value = "Rows that became links", unit = "rows") long linked,
      @JsonField(value = "Rows that say what an earlier one said", unit = "rows") long duplicates,
      @JsonField(
              value = "Rows that cannot be used; each with its reason in the rejects file",
              unit = "rows")
          long rejected,
      @JsonField(value = "Rows without a link, or deleted in the other CRM", unit = "rows")
          long skipped) {}

  static RowFields of(RowCounts rows) {
    return new RowFields(
        new Rows(rows.read(), rows.linked(), rows.duplicates(), rows.rejected(), rows.skipped()),
        rows.links());
  }
}
