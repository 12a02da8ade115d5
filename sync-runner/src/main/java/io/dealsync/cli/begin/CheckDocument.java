package io.dealsync.cli.begin;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import java.util.List;

/** A look at everything that a run needs. */
@JsonDocument(name = "check", about = "`check`: whether everything that a run needs is in order.")
record CheckDocument(
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("Whether all is well") boolean ok,
    @JsonField("What was looked at, in order; the first failure may end the list")
        List<Check> checks) {

  /** One thing that was looked at. */
  record Check(
      @JsonField(
              "configuration, schedule, database, sessions, edits, encryption, clock, portal,"
                  + " address or rights")
          String subject,
      @JsonField("Whether it lets runs go on") boolean ok,
      @JsonField("What was seen, in a sentence") String words) {}

  static CheckDocument of(String portal, List<CheckFinding> findings) {
    return new CheckDocument(
        portal,
        findings.stream().allMatch(finding -> finding.code() == ExitCode.OK),
        findings.stream()
            .map(
                finding ->
                    new Check(finding.subject(), finding.code() == ExitCode.OK, finding.words()))
            .toList());
  }
}
