package io.dealsync.cli.look;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.db.EditLog;
import java.util.List;
import java.util.OptionalLong;

/** The latest edits of a portal's desired side. */
@JsonDocument(name = "edits", about = "`edits`: the latest edits of a portal, newest first.")
record EditsDocument(
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("The edits, newest first") List<Edit> edits) {

  /** What one statement did to one table. */
  record Edit(
      @JsonField("The edit's number, for `undo-edit`") long edit,
      @JsonField(value = "When the statement ended", unit = "ISO 8601, UTC") String at,
      @JsonField("The database user") String user,
      @JsonField("The program, as it named itself") String program,
      @JsonField("The transaction; edits with the same one were committed together")
          long transaction,
      @JsonField("The run that did it; absent for what people did") OptionalLong run,
      @JsonField("What it did, in words") String what) {}

  static EditsDocument of(String portal, List<EditLog.Edit> edits) {
    return new EditsDocument(
        portal,
        edits.stream()
            .map(
                edit ->
                    new Edit(
                        edit.id(),
                        edit.at().toInstant().toString(),
                        edit.user(),
                        edit.program(),
                        edit.transaction(),
                        edit.run(),
                        edit.what()))
            .toList());
  }
}
