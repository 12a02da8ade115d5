package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.DealStory;
import io.dealsync.journal.EditRecord;
import io.dealsync.journal.HoldRecord;
import io.dealsync.link.LinkSet;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync explain DEAL}. */
@Command(
    name = "explain",
    footer = {
      "",
      "  dealsync explain 1875",
      "",
      "In SQL: SELECT * FROM dealsync.deal_overview WHERE deal_id = 1875;"
    })
public final class ExplainCommand extends ReadingCommand {

  @Parameters(paramLabel = "DEAL", description = "The deal's Bitrix24 id.")
  private long deal;

  public ExplainCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    DealStory story =
        dealsync
            .archive()
            .deal(options().portal(), deal)
            .orElseThrow(() -> unknown(deal, options().portal()));
    if (options().json()) {
      JsonDocument.print(console().out(), json -> write(json, story));
    } else {
      print(console().out(), story);
    }
    return ExitCode.OK;
  }

  public static UserException unknown(long deal, String portal) {
    return new UserException(
        ExitCode.USAGE,
        ("Deal %d is not managed on portal %s and never was; a row in dealsync.deal or"
                + " dealsync.deal_contact makes it managed.")
            .formatted(deal, portal));
  }

  private void print(PrintStream out, DealStory story) {
    out.printf("Deal %d on portal %s: %s%n%n", story.deal(), options().portal(), verdict(story));
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
        story.observed().map(ExplainCommand::rows).orElse("never read"),
        story.observed().map(seen -> "read " + HumanFormat.time(seen.at())).orElse(""));
    sides.row(
        "agreed",
        story.base().map(ExplainCommand::rows).orElse("never"),
        story.base().map(base -> HumanFormat.time(base.at())).orElse(""));
    sides.print(out, 2);
    story
        .hold()
        .ifPresent(
            hold ->
                out.printf(
                    "%nHeld since %s: %s (%s%s)%n",
                    HumanFormat.time(hold.since()),
                    hints().in(hold.detail()),
                    hold.reason(),
                    hold.acknowledged().map(at -> ", noted " + HumanFormat.time(at)).orElse("")));
    story.hold().map(this::wayOut).ifPresent(way -> out.printf("%s%n", way));
    changes(out, story, hints());
    edits(out, story);
  }

  private String wayOut(HoldRecord hold) {
    return switch (reason(hold)) {
      case PORTAL_CHANGED, BOTH_CHANGED, FIRST_SIGHT, CONFLICT ->
          "To settle it, one of:%n  %s%n  %s%n  %s"
              .formatted(taking("desired"), taking("portal"), taking("merge"));
      case PARKED, REPEATED_REPAIR ->
          "To have it tried again: " + hints().command("release " + deal);
      case DEAL_MISSING, DEAL_TEMPLATE, DEAL_DENIED, CONTACT_MISSING, GUARD ->
          "To have it reported no more: " + hints().command("ack " + deal);
    };
  }

  private String taking(String side) {
    return hints().command("resolve-conflict %d --take %s".formatted(deal, side));
  }

  private static HoldReason reason(HoldRecord hold) {
    return HoldReason.valueOf(hold.reason().toUpperCase(Locale.ROOT).replace('-', '_'));
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

  private static void changes(PrintStream out, DealStory story, Hints hints) {
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

  private static void edits(PrintStream out, DealStory story) {
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

  private void write(JsonGenerator json, DealStory story) {
    json.writeNumberProperty("deal", story.deal());
    json.writeStringProperty("portal", options().portal());
    json.writeBooleanProperty("managed", story.mode().isPresent());
    json.writeStringProperty("mode", story.mode().map(Mode::code).orElse(""));
    json.writeStringProperty("policy", story.policy().map(Policy::code).orElse(""));
    json.writeStringProperty("note", story.note());
    json.writeStringProperty("desired", story.desired().toString());
    json.writeStringProperty("edited_at", story.editedAt().map(Instant::toString).orElse(""));
    dated(json, "observed", story.observed());
    dated(json, "base", story.base());
    story
        .hold()
        .ifPresent(
            hold -> {
              json.writeObjectPropertyStart("hold");
              json.writeStringProperty("reason", hold.reason());
              json.writeStringProperty("detail", hold.detail());
              json.writeStringProperty("since", hold.since().toString());
              json.writeStringProperty(
                  "acknowledged_at", hold.acknowledged().map(Instant::toString).orElse(""));
              json.writeEndObject();
            });
    json.writeArrayPropertyStart("changes");
    for (ChangeRecord change : story.changes()) {
      json.writeStartObject();
      json.writeNumberProperty("run", change.run());
      json.writeStringProperty("status", change.status().word());
      json.writeStringProperty("action", change.action());
      json.writeStringProperty("reason", change.reason());
      json.writeStringProperty("error", change.error());
      json.writeEndObject();
    }
    json.writeEndArray();
    edits(json, story);
  }

  /** Who edited the deal, as the property {@code edits}. */
  static void edits(JsonGenerator json, DealStory story) {
    json.writeArrayPropertyStart("edits");
    for (EditRecord edit : story.edits()) {
      json.writeStartObject();
      json.writeStringProperty("at", edit.at().toString());
      json.writeStringProperty("who", edit.who());
      json.writeStringProperty("what", edit.what());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void dated(JsonGenerator json, String name, Optional<DealStory.Dated> dated) {
    dated.ifPresent(
        seen -> {
          json.writeObjectPropertyStart(name);
          json.writeStringProperty("links", seen.image().toString());
          json.writeStringProperty("at", seen.at().toString());
          json.writeStringProperty("note", seen.note());
          json.writeEndObject();
        });
  }
}
