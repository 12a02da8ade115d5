package io.dealsync.cli.movein;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonInlined;
import io.dealsync.db.legacy.FileParity;
import io.dealsync.db.legacy.MissingLink;
import io.dealsync.db.legacy.ParityReport;
import io.dealsync.db.legacy.ReasonCount;
import io.dealsync.db.legacy.SurplusLink;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Imported files beside the portal as it was last read. */
@JsonDocument(
    name = "parity",
    about = "`parity`: imported files, link by link, beside the portal as it was last read.")
record ParityDocument(
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField(value = "When the report was made", unit = "ISO 8601, UTC") String madeAt,
    @JsonField("Whether nothing is missing and nothing surplus") boolean proven,
    @JsonField(value = "Links that should be on the portal and are not", unit = "links")
        long missing,
    @JsonField(value = "Links on the portal that the newer export does not have", unit = "links")
        long surplus,
    @JsonField("Each complete file") List<File> files,
    @JsonField("Files that were not compared") List<FileFields> notCompared) {

  /** A file beside the portal. */
  record File(
      @JsonInlined FileFields file,
      @JsonField("Whether nothing is missing and nothing surplus") boolean proven,
      @JsonField("The file's links; they add up to `total`") Links parity,
      @JsonField(value = "Deals of the file", unit = "deals") long deals,
      @JsonField(value = "Deals that have all of their links", unit = "deals") long wholeDeals,
      @JsonField(value = "Links that are primary in the file", unit = "links") long primaries,
      @JsonField(value = "Those that are primary on the portal, too", unit = "links")
          long primariesKept,
      @JsonField("SHA-256 over the links that should be there, in hexadecimal")
          String expectedSha256,
      @JsonField("SHA-256 over those that are there, in hexadecimal") String foundSha256,
      @JsonField(
              value = "When its deals were read, the earliest; blank if never",
              unit = "ISO 8601, UTC")
          String oldestRead,
      @JsonField(
              value = "When its deals were read, the latest; blank if never",
              unit = "ISO 8601, UTC")
          String newestRead,
      @JsonField("Why links are skipped or missing") List<Reason> reasons,
      @JsonField(value = "Surplus links", unit = "links") long surplus,
      @JsonField("The first of those, up to `--list`") List<Surplus> surplusLinks,
      @JsonField("The first missing links, up to `--list`") List<Missing> missingLinks) {

    private static File of(FileParity file) {
      return new File(
          FileFields.of(file.file()),
          file.proven(),
          new Links(
              file.links().total(),
              file.links().present(),
              file.links().skipped(),
              file.links().missing()),
          file.deals(),
          file.wholeDeals(),
          file.primaries(),
          file.primariesKept(),
          file.expected(),
          file.found(),
          file.oldestRead().map(Instant::toString).orElse(""),
          file.newestRead().map(Instant::toString).orElse(""),
          file.reasons().stream().map(Reason::of).toList(),
          file.surplus(),
          file.surplusLinks().stream().map(Surplus::of).toList(),
          file.missing().stream().map(Missing::of).toList());
    }
  }

  /** Links by where they are. */
  record Links(
      @JsonField(value = "All links of the file", unit = "links") long total,
      @JsonField(value = "On the portal", unit = "links") long present,
      @JsonField(value = "Left out on purpose", unit = "links") long skipped,
      @JsonField(value = "Missing on the portal", unit = "links") long missing) {}

  /** Links that are skipped or missing for one reason. */
  record Reason(
      @JsonField("skipped or missing") String outcome,
      @JsonField("The reason's code") String reason,
      @JsonField(value = "How many", unit = "links") long links) {

    private static Reason of(ReasonCount count) {
      return new Reason(count.outcome(), count.reason(), count.links());
    }
  }

  /** A link that the newer export does not have, and the portal has. */
  record Surplus(
      @JsonField("The deal's id in the other CRM") String legacyDeal,
      @JsonField("The contact's id in the other CRM") String legacyContact,
      @JsonField("The deal's Bitrix24 id") long deal,
      @JsonField("The contact's Bitrix24 id") long contact,
      @JsonField("Whether it is desired still") boolean desired) {

    private static Surplus of(SurplusLink link) {
      return new Surplus(
          link.legacyDeal(), link.legacyContact(), link.deal(), link.contact(), link.desired());
    }
  }

  /** A link that should be on the portal. */
  record Missing(
      @JsonField("Its line in the file") int line,
      @JsonField("The deal's id in the other CRM") String legacyDeal,
      @JsonField("The contact's id in the other CRM") String legacyContact,
      @JsonField("The deal's Bitrix24 id; absent while it is unresolved") OptionalLong deal,
      @JsonField("The contact's Bitrix24 id; absent while it is unresolved") OptionalLong contact,
      @JsonField("The reason's code") String reason,
      @JsonField("The reason in a sentence") String detail) {

    private static Missing of(MissingLink link) {
      return new Missing(
          link.line(),
          link.legacyDeal(),
          link.legacyContact(),
          link.deal(),
          link.contact(),
          link.reason(),
          link.detail());
    }
  }

  static ParityDocument of(ParityReport report) {
    return new ParityDocument(
        report.portal(),
        report.madeAt().toString(),
        report.proven(),
        report.missing(),
        report.surplus(),
        report.files().stream().map(File::of).toList(),
        report.notCompared().stream().map(FileFields::of).toList());
  }
}
