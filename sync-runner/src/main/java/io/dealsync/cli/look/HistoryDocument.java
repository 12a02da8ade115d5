package io.dealsync.cli.look;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import java.util.List;

/** Who edited a deal's desired side. */
@JsonDocument(name = "history", about = "`history`: who edited a deal's desired side.")
record HistoryDocument(
    @JsonField("The deal's Bitrix24 id") long deal,
    @JsonField("The edits, newest first") List<EditFields> edits) {}
