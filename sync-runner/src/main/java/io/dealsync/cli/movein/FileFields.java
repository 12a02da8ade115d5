package io.dealsync.cli.movein;

import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonInlined;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.db.legacy.LegacyFile;
import java.time.Instant;

/** An imported file of another CRM. */
record FileFields(
    @JsonField("Its number in dealsync.legacy_file") long fileId,
    @JsonField("Its name") String file,
    @JsonField("The other CRM, as named by import") String source,
    @JsonField("The format that it was read as") String format,
    @JsonField("loading, complete or superseded") String state,
    @JsonField("SHA-256 of its bytes, in hexadecimal") String sha256,
    @JsonField(value = "When its import ended; blank before", unit = "ISO 8601, UTC")
        String finishedAt,
    @JsonInlined RowFields rows) {

  static FileFields of(LegacyFile file) {
    return new FileFields(
        file.id(),
        file.name(),
        file.source(),
        file.format(),
        JsonWriter.word(file.state()),
        file.sha256(),
        file.finishedAt().map(Instant::toString).orElse(""),
        RowFields.of(file.rows()));
  }
}
