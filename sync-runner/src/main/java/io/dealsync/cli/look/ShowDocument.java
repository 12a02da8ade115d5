package io.dealsync.cli.look;

import io.dealsync.cli.json.ItemFields;
import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonInlined;
import io.dealsync.cli.json.JsonRows;
import io.dealsync.cli.json.RunFields;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunRecord;
import java.util.Map;

/** A stored run, deal by deal. */
@JsonDocument(name = "show", about = "`show`: a stored run, deal by deal.")
record ShowDocument(
    @JsonInlined RunFields run,
    @JsonField("Guard limits that were raised for it, by their keys")
        Map<String, String> allowances,
    @JsonField("Each deal that the run planned to change, holds or failed on")
        JsonRows<ItemFields> items) {

  static ShowDocument of(RunRecord run, Archive archive) {
    return new ShowDocument(RunFields.of(run), run.allowances(), ItemFields.of(archive, run.id()));
  }
}
