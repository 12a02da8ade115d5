package io.dealsync.cli.decide;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.db.EditLog;
import io.dealsync.db.EditLog.Effect;
import io.dealsync.wording.HumanFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dealsync undo-edit N}. */
@Command(
    name = "undo-edit",
    footer = {
      "",
      "What was not sent yet never reaches the portal; what was sent is put back by the next run.",
      "It is refused where later edits stand on it, unless --anyway. It is an edit itself, and can",
      "be taken back like any other. `dealsync edits` lists edits, `dealsync undo RUN` takes runs",
      "back.",
      "",
      "  dealsync undo-edit 1234 --transaction --dry-run",
      "  dealsync undo-edit --user anna --since '2026-03-03 09:00'",
      "",
      "In SQL: SELECT dealsync.undo_edit(1234); a preview: SELECT * FROM"
          + " dealsync.edit_effect(1234);",
      "",
      "Exit codes: 0 taken back, or nothing to do; 2 there is no such edit, or later ones stand on",
      "it; 3 a dry run shows changes."
    })
public final class UndoEditCommand extends BaseCommand {

  private static final int SHOWN = 20;

  @Parameters(paramLabel = "N", arity = "0..1", description = "The edit's number.")
  private @Nullable Long edit;

  @Option(names = "--transaction", description = "Everything that was committed together with it.")
  private boolean transaction;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Instead of a number: what this database user did since a moment.")
  private @Nullable String user;

  @Option(names = "--since", paramLabel = "TIME", description = "That moment.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "And until then.")
  private String until = "infinity";

  @Option(names = "--anyway", description = "Although later edits of the same links are lost.")
  private boolean anyway;

  @Option(names = "--dry-run", description = "Show what it would change, and change nothing.")
  private boolean dryRun;

  public UndoEditCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    portal(settings);
    try (Dealsync dealsync = open(settings)) {
      EditLog log = dealsync.editLog();
      List<Long> edits = edits(log);
      if (dryRun) {
        return rehearse(log.effect(edits));
      }
      String done = anyway ? log.undoAnyway(edits) : log.undo(edits);
      if (options().json()) {
        JsonWriter.print(console().out(), UndoEditDocument.done(done));
      } else {
        say("%s", done);
      }
      return ExitCode.OK;
    } catch (EditLog.RefusedException refused) {
      throw new UserException(
          ExitCode.USAGE, "Nothing was changed: %s.".formatted(refused.getMessage()));
    }
  }

  private List<Long> edits(EditLog log) {
    if (edit == null && user != null && since != null) {
      return log.by(user, since, until);
    }
    if (edit == null || user != null || since != null) {
      throw new UserException(
          ExitCode.USAGE,
          "Say which edits: a number of `dealsync edits`, or --user NAME --since TIME.");
    }
    return transaction ? log.committedWith(edit) : List.of(edit);
  }

  private int rehearse(List<Effect> effects) {
    if (options().json()) {
      JsonWriter.print(console().out(), UndoEditDocument.rehearsed(effects));
    } else {
      say("A dry run: nothing was changed.");
      TextTable table = new TextTable("portal", "deal", "contact", "what", "lost with it");
      effects.stream()
          .limit(SHOWN)
          .forEach(
              effect ->
                  table.row(
                      effect.portal(),
                      Long.toString(effect.deal()),
                      number(effect.contact(), ""),
                      effect.what(),
                      number(effect.standsOn(), "edit ")));
      if (!table.isEmpty()) {
        table.print(console().out(), 2);
      }
      if (effects.size() > SHOWN) {
        say("  … and %s more.", HumanFormat.number(effects.size() - SHOWN));
      }
    }
    return effects.isEmpty() ? ExitCode.OK : ExitCode.PENDING;
  }

  private static String number(OptionalLong number, String word) {
    return number.isPresent() ? word + number.getAsLong() : "";
  }
}
