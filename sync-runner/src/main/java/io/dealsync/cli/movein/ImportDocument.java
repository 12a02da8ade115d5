package io.dealsync.cli.movein;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonInlined;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.legacy.ImportReport;
import java.nio.file.Path;
import java.util.List;

/** A file that was imported. */
@JsonDocument(name = "import", about = "`import`: what became of a file's rows.")
record ImportDocument(
    @JsonField("complete, was_complete, interrupted or rehearsed") String outcome,
    @JsonField("The file's name") String file,
    @JsonField(value = "Its size", unit = "bytes") long bytes,
    @JsonField("SHA-256 of its bytes, in hexadecimal") String sha256,
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("The other CRM, as named by `--source`") String source,
    @JsonField("The format that it was read as") String format,
    @JsonField("Which column was taken for what") String columns,
    @JsonField("Its encoding") String charset,
    @JsonField("comma, semicolon, tab or bar") String separator,
    @JsonField("text, workbook or json") String kind,
    @JsonField("Columns that were not read") List<String> unread,
    @JsonField("Other formats that could be meant") List<String> otherFormats,
    @JsonField("What people should know of the reading; mostly blank") String note,
    @JsonField("What shows that the file lacks rows; blank when nothing does") String missing,
    @JsonField(value = "Rows that an interrupted import had left", unit = "rows") long resumedAfter,
    @JsonField("The last line that was read") long lastLine,
    @JsonField("Whether its last line has no line break, so that it may be cut off")
        boolean endsOpen,
    @JsonInlined RowFields rows,
    @JsonField("The first rejected rows") List<Rejected> firstRejected,
    @JsonField("The file with all rejected rows; blank when there are none") String rejects) {

  /** A row that cannot be used. */
  record Rejected(
      @JsonField("Its line in the file") int line,
      @JsonField("The deal's id as written") String deal,
      @JsonField("The contact's id as written") String contact,
      @JsonField("Why it cannot be used") String reason) {

    private static Rejected of(Leftover row) {
      return new Rejected(row.line(), row.deal(), row.contact(), row.reason());
    }
  }

  static ImportDocument of(ImportReport report) {
    return new ImportDocument(
        JsonWriter.word(report.outcome()),
        report.file().name(),
        report.file().bytes(),
        report.file().sha256(),
        report.key().portal(),
        report.key().source(),
        report.key().format(),
        report.key().columns(),
        report.file().charset().name(),
        report.separator().word(),
        JsonWriter.word(report.file().kind()),
        report.unread(),
        report.others(),
        report.note(),
        report.missing().orElse(""),
        report.resumedAfter(),
        report.lastLine(),
        report.endsOpen(),
        RowFields.of(report.rows()),
        report.rejected().stream().map(Rejected::of).toList(),
        report.rejects().map(Path::toString).orElse(""));
  }
}
