package io.dealsync.cli.movein;

import io.dealsync.db.legacy.LegacyFile;
import io.dealsync.db.legacy.RowCounts;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What several JSON documents about another CRM's files have in common. */
final class LegacyFields {

  private LegacyFields() {}

  static void rows(JsonGenerator json, RowCounts rows) {
    json.writeObjectPropertyStart("rows");
    json.writeNumberProperty("read", rows.read());
    json.writeNumberProperty("linked", rows.linked());
    json.writeNumberProperty("duplicates", rows.duplicates());
    json.writeNumberProperty("rejected", rows.rejected());
    json.writeNumberProperty("skipped", rows.skipped());
    json.writeEndObject();
    json.writeNumberProperty("links", rows.links());
  }

  static void file(JsonGenerator json, LegacyFile file) {
    json.writeNumberProperty("file_id", file.id());
    json.writeStringProperty("file", file.name());
    json.writeStringProperty("source", file.source());
    json.writeStringProperty("format", file.format());
    json.writeStringProperty("state", file.state().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("sha256", file.sha256());
    json.writeStringProperty("finished_at", file.finishedAt().map(Instant::toString).orElse(""));
    rows(json, file.rows());
  }
}
