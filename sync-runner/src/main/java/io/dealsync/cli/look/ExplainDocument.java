package io.dealsync.cli.look;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.DealStory;
import io.dealsync.journal.HoldRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything known of one deal. */
@JsonDocument(
    name = "explain",
    about =
        "`explain`: everything known of one deal. Desired links are contact ids in order, the"
            + " primary marked: `54* 55`; the portal's are `CONTACT/SORT/PRIMARY`: `54/10/Y"
            + " 55/20/N`.")
record ExplainDocument(
    @JsonField("The deal's Bitrix24 id") long deal,
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("Whether it is managed now") boolean managed,
    @JsonField("mirror, add_only or paused; blank when it is managed no more") String mode,
    @JsonField("Who wins in this deal; blank when the portal's configuration says it")
        String policy,
    @JsonField("What people noted about it; blank when they did not") String note,
    @JsonField("The desired links") String desired,
    @JsonField(value = "When it was edited since the base; blank if not", unit = "ISO 8601, UTC")
        String editedAt,
    @JsonField("What the portal last answered; absent when it was never asked")
        Optional<Dated> observed,
    @JsonField("The base: what both sides last agreed on; absent when they never did")
        Optional<Dated> base,
    @JsonField("The hold in force; absent when there is none") Optional<Hold> hold,
    @JsonField("What runs did to it, newest first") List<Change> changes,
    @JsonField("Who edited it, newest first") List<EditFields> edits) {

  /** Links at a time. */
  record Dated(
      @JsonField("The links") String links,
      @JsonField(value = "When", unit = "ISO 8601, UTC") String at,
      @JsonField("missing or denied where the portal gave no links; else blank") String note) {

    private static Dated of(DealStory.Dated dated) {
      return new Dated(dated.image().toString(), dated.at().toString(), dated.note());
    }
  }

  /** Why a deal is left alone on purpose. */
  record Hold(
      @JsonField("The reason's code") String reason,
      @JsonField("The reason in a sentence") String detail,
      @JsonField(value = "When it was first seen", unit = "ISO 8601, UTC") String since,
      @JsonField(value = "When someone took note; blank if nobody did", unit = "ISO 8601, UTC")
          String acknowledgedAt) {

    private static Hold of(HoldRecord hold) {
      return new Hold(
          hold.reason(),
          hold.detail(),
          hold.since().toString(),
          hold.acknowledged().map(Instant::toString).orElse(""));
    }
  }

  /** What a run did to the deal. */
  record Change(
      @JsonField("The run's number") long run,
      @JsonField("Where the change stands") String status,
      @JsonField("What was to be done, in a word") String action,
      @JsonField("What was to be done, or why it was held") String reason,
      @JsonField("What went wrong; blank when nothing did") String error) {

    private static Change of(ChangeRecord change) {
      return new Change(
          change.run(), change.status().word(), change.action(), change.reason(), change.error());
    }
  }

  static ExplainDocument of(String portal, DealStory story) {
    return new ExplainDocument(
        story.deal(),
        portal,
        story.mode().isPresent(),
        story.mode().map(Mode::code).orElse(""),
        story.policy().map(Policy::code).orElse(""),
        story.note(),
        story.desired().toString(),
        story.editedAt().map(Instant::toString).orElse(""),
        story.observed().map(Dated::of),
        story.base().map(Dated::of),
        story.hold().map(Hold::of),
        story.changes().stream().map(Change::of).toList(),
        EditFields.of(story.edits()));
  }
}
