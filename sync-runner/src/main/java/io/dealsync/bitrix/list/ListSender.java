package io.dealsync.bitrix.list;

import io.dealsync.bitrix.batch.BatchChannel;
import io.dealsync.bitrix.batch.CommandGroup;
import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.ErrorAction;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.ArrayList;
import java.util.List;

/** Sends list commands in full batches. */
public final class ListSender {

  private final BatchChannel line;

  public ListSender(BatchChannel line) {
    this.line = line;
  }

  /**
   * The rows of each command, in the commands' order.
   *
   * @throws ListRefusedException when the portal refuses one of them
   * @throws PortalFailure when the run cannot go on
   */
  public List<List<ItemRow>> rows(List<Command<List<ItemRow>>> commands) {
    List<CommandGroup> units =
        commands.stream()
            .map(command -> new CommandGroup(List.of(command), ListSender::reaction))
            .toList();
    line.read(units);
    List<List<ItemRow>> rows = new ArrayList<>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      rows.add(rows(commands.get(i), units.get(i)));
    }
    return rows;
  }

  /** A portal without the method, or that keeps it from the user, has other ways. */
  public static ErrorAction reaction(PortalError error) {
    return error.code().equalsIgnoreCase("ERROR_METHOD_NOT_FOUND")
        ? new ErrorAction.Accept()
        : error.reaction();
  }

  private List<ItemRow> rows(Command<List<ItemRow>> command, CommandGroup unit) {
    CommandOutcome<List<ItemRow>> outcome =
        unit.outcome(command).orElseGet(CommandOutcome.NotExecuted::new);
    return switch (outcome) {
      case CommandOutcome.Answered<List<ItemRow>> answered -> answered.value();
      case CommandOutcome.Refused<List<ItemRow>> refused ->
          throw new ListRefusedException(command.method(), refused.error().toString());
      case CommandOutcome.NotExecuted<List<ItemRow>> ignored ->
          throw unusable(command.method(), "it was not carried out");
      case CommandOutcome.Unclear<List<ItemRow>> unclear ->
          throw unusable(command.method(), unclear.why());
    };
  }

  /**
   * The rows of a single call.
   *
   * @throws ListRefusedException when the portal refuses it
   * @throws PortalFailure when the run cannot go on
   */
  public List<ItemRow> rows(Call<List<ItemRow>> call) {
    return switch (line.call(call)) {
      case Reply.Result<List<ItemRow>> result -> result.value();
      case Reply.Refused<List<ItemRow>> refused ->
          throw new ListRefusedException(call.method(), refused.error().toString());
      case Reply.Unknown<List<ItemRow>> unknown -> throw unusable(call.method(), unknown.why());
      case Reply.Overdue<List<ItemRow>> ignored ->
          throw unusable(call.method(), "it came too late");
    };
  }

  /** A failure in a sentence that may hold the portal's words. */
  public PortalFailure failure(Kind kind, String sentence) {
    return line.rest().failure(kind, sentence);
  }

  private PortalFailure unusable(String method, String why) {
    return line.rest()
        .failure(
            Kind.UNREACHABLE,
            "%s gave no usable answer to %s: %s. Run again."
                .formatted(line.rest().portal(), method, why));
  }

  /** Splits ids into pages that one command can ask for. */
  public static <T> List<List<T>> pages(List<T> ids, int width) {
    List<List<T>> pages = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += width) {
      pages.add(ids.subList(from, Math.min(ids.size(), from + width)));
    }
    return pages;
  }
}
