package io.dealsync.cli.look;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.RunFields;
import io.dealsync.journal.RunRecord;
import java.util.List;

/** The latest runs of a portal. */
@JsonDocument(name = "runs", about = "`runs`: the latest runs of a portal.")
record RunsDocument(@JsonField("The runs, newest first") List<RunFields> runs) {

  static RunsDocument of(List<RunRecord> runs) {
    return new RunsDocument(runs.stream().map(RunFields::of).toList());
  }
}
