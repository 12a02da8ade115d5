package io.dealsync.cli.fill;

import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.db.load.LinkLoad;
import io.dealsync.db.load.LoadException;
import io.dealsync.db.load.LoadRequest;
import io.dealsync.db.load.LoadResult;
import io.dealsync.db.load.LoadedDeal;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells what a load of links has done, or would do. */
final class LoadText {

  private static final int SHOWN = 20;

  /** Beginnings of sentences that are no names. */
  private static final Pattern OURS = Pattern.compile("the query|standard input|say |cannot ");

  private final BaseCommand command;
  private final PrintStream out;

  LoadText(BaseCommand command) {
    this.command = command;
    this.out = command.console().out();
  }

  /** What the guard's refusal is to a person at a command line. */
  static String refused(String arithmetic) {
    return "Refused by the guard, and nothing was loaded: %s. The same command with --dry-run shows the deals; --allow LIMIT lets a limit named here pass this once."
        .formatted(arithmetic);
  }

  /** A failed load in a sentence. */
  static String words(LoadException failure) {
    String words = String.valueOf(failure.getMessage());
    if (failure.kind() == LoadException.Kind.REFUSED) {
      return refused(words);
    }
    return OURS.matcher(words).lookingAt()
        ? Character.toUpperCase(words.charAt(0)) + words.substring(1)
        : words;
  }

  int made(LoadResult result) {
    if (command.options().json()) {
      JsonWriter.print(
          out,
          new LoadDocument(
              Optional.empty(),
              () -> document(result.deals() == 0 ? "unchanged" : "loaded", result)));
    } else {
      print(result);
      result
          .run()
          .ifPresent(
              run ->
                  out.printf(
                      "To take it back: %s%nNext: %s%n",
                      new FollowUp(command.hints(), Map.of(), "").undo(run),
                      command.hints().command("plan")));
    }
    return ExitCode.OK;
  }

  int rehearsal(LinkLoad load, LoadRequest request) {
    return command.options().json() ? rehearsed(load, request) : table(load, request);
  }

  /** The deals come before the numbers, which are known only at their end. */
  private int rehearsed(LinkLoad load, LoadRequest request) {
    AtomicReference<LoadResult> result = new AtomicReference<>();
    JsonWriter.print(
        out,
        new LoadDocument(
            Optional.of(
                writer ->
                    result.set(
                        load.rehearse(request, deal -> writer.accept(LoadDocument.Deal.of(deal))))),
            () -> rehearsed(Objects.requireNonNull(result.get()))));
    return code(Objects.requireNonNull(result.get()));
  }

  private LoadDocument.Result rehearsed(LoadResult result) {
    return document(result.refusal().isEmpty() ? "rehearsed" : "refused", result);
  }

  private LoadDocument.Result document(String outcome, LoadResult result) {
    return LoadDocument.Result.of(outcome, command.options().portal(), result);
  }

  private int table(LinkLoad load, LoadRequest request) {
    TextTable table = new TextTable("deal", "what", "contacts", "would be", "primary");
    int[] count = {0};
    LoadResult result =
        load.rehearse(
            request,
            deal -> {
              if (count[0]++ < SHOWN) {
                row(table, deal);
              }
            });
    out.println("A dry run: nothing was changed.");
    print(result);
    if (!table.isEmpty()) {
      out.println();
      table.print(out, 2);
    }
    if (count[0] > SHOWN) {
      out.printf("  … and %s more.%n", HumanFormat.count(count[0] - SHOWN, "deal"));
    }
    if (!result.refusal().isEmpty()) {
      out.printf("%nThe guard would refuse it: %s.%n", result.refusal());
    }
    return code(result);
  }

  private static int code(LoadResult result) {
    if (!result.refusal().isEmpty()) {
      return ExitCode.REFUSED;
    }
    return result.deals() > 0 ? ExitCode.PENDING : ExitCode.OK;
  }

  private static void row(TextTable table, LoadedDeal deal) {
    table.row(
        Long.toString(deal.deal()),
        deal.what(),
        ids(deal.before()),
        deal.what().equals("release") ? "as the portal has it" : ids(deal.after()),
        deal.primaryBefore().equals(deal.primaryAfter()) || deal.primaryAfter().isEmpty()
            ? ""
            : Long.toString(deal.primaryAfter().getAsLong()));
  }

  private static String ids(List<Long> contacts) {
    return contacts.isEmpty()
        ? "none"
        : contacts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private void print(LoadResult result) {
    out.printf(
        "%s of %s on portal %s: %s%n",
        HumanFormat.count(result.rows(), "row"),
        result.feed(),
        command.options().portal(),
        result.deals() == 0 ? "nothing differs." : differences(result));
  }

  private static String differences(LoadResult result) {
    return "%s taken in, %s changed, %s released, %s cleared; %s made, %s removed."
        .formatted(
            HumanFormat.count(result.takenIn(), "deal"),
            HumanFormat.number(result.changed()),
            HumanFormat.number(result.released()),
            HumanFormat.number(result.cleared()),
            HumanFormat.count(result.linksMade(), "link"),
            HumanFormat.number(result.linksRemoved()));
  }
}
