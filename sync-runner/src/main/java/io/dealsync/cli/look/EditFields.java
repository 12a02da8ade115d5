package io.dealsync.cli.look;

import io.dealsync.cli.json.JsonField;
import io.dealsync.journal.EditRecord;
import java.util.List;

/** An edit of a deal's desired side. */
record EditFields(
    @JsonField(value = "When it was committed", unit = "ISO 8601, UTC") String at,
    @JsonField("Database user and application") String who,
    @JsonField("The edit in words") String what) {

  static List<EditFields> of(List<EditRecord> edits) {
    return edits.stream()
        .map(edit -> new EditFields(edit.at().toString(), edit.who(), edit.what()))
        .toList();
  }
}
