package io.dealsync.cli.contract;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.contract.ContractReport;
import io.dealsync.contract.Finding;
import java.util.List;
import java.util.Optional;

/** What a portal really does. */
@JsonDocument(
    name = "contract",
    about = "`check --contract --yes`: what the portal really does, beside what is documented.")
record ContractDocument(
    @JsonField("The portal's host") String portal,
    @JsonField("Always true") boolean done,
    @JsonField("Whether all that was tried is as the contract says") boolean kept,
    @JsonField("Statements of the contract that were tried") List<Found> vectors,
    @JsonField("Questions that the contract leaves open") List<Found> uncertainties,
    @JsonField("Flags for `sandbox --quirk` that make it behave like this portal")
        List<String> quirks,
    @JsonField("Deals whose links could not be put back, with the reason") List<String> notRestored,
    @JsonField("Why it ended early; absent when it did not") Optional<String> failure) {

  /** One thing that was tried. */
  record Found(
      @JsonField("What was tried") String subject,
      @JsonField("confirmed, different, resolved or open") String verdict,
      @JsonField("What was seen") String words,
      @JsonField("The sandbox's flag for it; absent when it has none") Optional<String> quirk) {

    private static Found of(Finding finding) {
      return new Found(
          finding.subject(),
          JsonWriter.word(finding.verdict()),
          finding.words(),
          finding.quirk().map(quirk -> quirk.flag()));
    }
  }

  static ContractDocument of(String portal, ContractReport report) {
    return new ContractDocument(
        portal,
        true,
        report.kept(),
        report.vectors().stream().map(Found::of).toList(),
        report.uncertainties().stream().map(Found::of).toList(),
        report.quirks().stream().map(quirk -> quirk.flag()).toList(),
        report.notRestored(),
        report.failure().map(failure -> String.valueOf(failure.getMessage())));
  }
}
