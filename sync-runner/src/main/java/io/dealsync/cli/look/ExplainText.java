package io.dealsync.cli.look;

import io.dealsync.cli.terminal.TextTable;
import io.dealsync.decide.HoldReason;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.DealStory;
import io.dealsync.journal.EditRecord;
import io.dealsync.journal.HoldRecord;
import io.dealsync.link.LinkSet;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A deal's story as a person wants to read it. */
final class ExplainText {

  private final PrintStream out;
  private final Hints hints;
  private final String portal;

  ExplainText(PrintStream out, Hints hints, String portal) {
    this.out = out;
    this.hints = hints;
    this.portal = portal;
  }

  void print(DealStory story) {
    out.printf("Deal %d on portal %s: %s%n%n", story.deal(), portal, verdict(story));
    story.policy().ifPresent(policy -> out.printf("Policy of this deal: %s%n", policy.code()));
    if (!story.note().isBlank()) {
      out.printf("Note: %s%n", story.note());
    }
    if (story.policy().isPresent() || !story.note().isBlank()) {
      out.println();
    }
    TextTable sides = new TextTable("side", "contacts (* primary)", "since");
    sides.row(
        "mirror",
        story.desired().toString(),
        story
            .editedAt()
            .map(at -> "edited " + HumanFormat.time(at))
            .orElse("unchanged since agreed"));
    sides.row(
        "portal",
        story.observed().map(ExplainText::rows).orElse("never read"),
        story.observed().map(seen -> "read " + HumanFormat.time(seen.at())).orElse(""));
    sides.row(
        "agreed",
        story.base().map(ExplainText::rows).orElse("never"),
        story.base().map(base -> HumanFormat.time(base.at())).orElse(""));
    sides.print(out, 2);
    story
        .hold()
        .ifPresent(
            hold ->
                out.printf(
                    "%nHeld since %s: %s (%s%s)%n",
                    HumanFormat.time(hold.since()),
                    hints.in(hold.detail()),
                    hold.reason(),
                    hold.acknowledged().map(at -> ", noted " + HumanFormat.time(at)).orElse("")));
    story.hold().map(this::wayOut).ifPresent(way -> out.printf("%s%n", way));
    changes(story);
    editors(story);
  }

  private String wayOut(HoldRecord hold) {
    return reason(hold).map(reason -> wayOut(hold, reason)).orElse("");
  }

  private String wayOut(HoldRecord hold, HoldReason reason) {
    return switch (reason) {
      case PORTAL_CHANGED, BOTH_CHANGED, FIRST_SIGHT, CONFLICT ->
          "To settle it, one of:%n  %s%n  %s%n  %s"
              .formatted(taking(hold, "desired"), taking(hold, "portal"), taking(hold, "merge"));
      case PARKED, REPEATED_REPAIR ->
          "To have it tried again: " + hints.command("release " + hold.deal());
      case DEAL_MISSING, DEAL_TEMPLATE, DEAL_DENIED, CONTACT_MISSING, GUARD ->
          "To have it reported no more: " + hints.command("ack " + hold.deal());
    };
  }

  private String taking(HoldRecord hold, String side) {
    return hints.command("resolve-conflict %d --take %s".formatted(hold.deal(), side));
  }

  /** Empty for a word that only a newer dealsync, or a person, knows. */
  private static Optional<HoldReason> reason(HoldRecord hold) {
    String name = hold.reason().toUpperCase(Locale.ROOT).replace('-', '_');
    return Stream.of(HoldReason.values()).filter(known -> known.name().equals(name)).findFirst();
  }

  private static String rows(DealStory.Dated dated) {
    return dated.note().isBlank() ? LinkText.of(dated.image()) : dated.note();
  }

  private static String verdict(DealStory story) {
    if (story.mode().isEmpty()) {
      return "not managed any more";
    }
    String mode = story.mode().get().code();
    if (story.hold().isPresent()) {
      return mode + ", held";
    }
    Optional<LinkSet> seen = story.observed().map(dated -> dated.image().canonical());
    if (seen.isEmpty()) {
      return mode + ", not read from the portal yet";
    }
    return seen.get().sameOrder(story.desired())
        ? mode + ", in sync when last read"
        : mode + ", differs from the portal as last read";
  }

  private void changes(DealStory story) {
    if (story.changes().isEmpty()) {
      return;
    }
    TextTable table = new TextTable("run", "when", "status", "before", "after", "what");
    for (ChangeRecord change : story.changes()) {
      table.row(
          Long.toString(change.run()),
          HumanFormat.time(change.settledAt().orElse(change.plannedAt())),
          change.status().word(),
          change.before().map(LinkText::of).orElse(""),
          change.after().map(LinkText::of).orElse(""),
          hints.in(change.error().isBlank() ? change.reason() : change.error()));
    }
    out.printf("%nWhat runs did (newest first; * marks the primary):%n");
    table.print(out, 2);
  }

  private void editors(DealStory story) {
    if (story.edits().isEmpty()) {
      return;
    }
    out.printf("%nWho edited the mirror (newest first):%n");
    edits(story).print(out, 2);
  }

  static TextTable edits(DealStory story) {
    TextTable table = new TextTable("when", "who", "edit");
    for (EditRecord edit : story.edits()) {
      table.row(HumanFormat.time(edit.at()), edit.who(), edit.what());
    }
    return table;
  }
}
