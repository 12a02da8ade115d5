package io.dealsync.bitrix.link;

import io.dealsync.bitrix.batch.CommandGroup;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.ErrorAction;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.link.LinkImage;
import io.dealsync.plan.Method;
import io.dealsync.portal.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The calls that change one deal, the reading before them if they overwrite, the read-back after
 * them, and what all that amounts to.
 */
final class DealWrite {

  private final long deal;
  private final Optional<Command<LinkImage>> found;
  private final List<Command<Boolean>> calls;
  private final Optional<Command<LinkImage>> readBack;
  private final CommandGroup unit;

  /**
   * The calls of a method, and the read-back.
   *
   * @param notAfter the last moment at which the calls may leave
   */
  static DealWrite of(long deal, Method method, Instant notAfter) {
    return new DealWrite(deal, method, Optional.of(LinkCommands.get(deal)), notAfter);
  }

  /** As above, without the read-back. */
  static DealWrite unread(long deal, Method method, Instant notAfter) {
    return new DealWrite(deal, method, Optional.empty(), notAfter);
  }

  /** Just the read-back. */
  static DealWrite reading(long deal) {
    Command<LinkImage> readBack = LinkCommands.get(deal);
    return new DealWrite(
        deal,
        Optional.empty(),
        List.of(),
        Optional.of(readBack),
        new CommandGroup(List.of(readBack)));
  }

  private DealWrite(
      long deal, Method method, Optional<Command<LinkImage>> readBack, Instant notAfter) {
    this(
        deal,
        method.overwrites() ? Optional.of(LinkCommands.found(deal)) : Optional.empty(),
        LinkCommands.write(deal, method),
        readBack,
        notAfter);
  }

  private DealWrite(
      long deal,
      Optional<Command<LinkImage>> found,
      List<Command<Boolean>> calls,
      Optional<Command<LinkImage>> readBack,
      Instant notAfter) {
    this(deal, found, calls, readBack, new CommandGroup(found, calls, readBack, notAfter));
  }

  private DealWrite(
      long deal,
      Optional<Command<LinkImage>> found,
      List<Command<Boolean>> calls,
      Optional<Command<LinkImage>> readBack,
      CommandGroup unit) {
    this.deal = deal;
    this.found = found;
    this.calls = calls;
    this.readBack = readBack;
    this.unit = unit;
  }

  long deal() {
    return deal;
  }

  /** Whether the deal is read behind the calls. */
  boolean isReadBack() {
    return readBack.isPresent();
  }

  CommandGroup unit() {
    return unit;
  }

  /** What became of a single call. */
  private sealed interface Effect {
    /** It was carried out. */
    record Made() implements Effect {}

    /** It certainly was not, for a passing reason. */
    record None(String why) implements Effect {}

    /** The portal does not want it. */
    record Refused(PortalError error) implements Effect {}

    /** Nobody knows. */
    record Unknown(String why) implements Effect {}
  }

  /**
   * The deal's result. The portal's own words after the calls count more than its answers to them.
   *
   * @param unsent why calls may not have been sent at all
   */
  WriteResult result(String unsent) {
    Optional<LinkImage> after = after();
    List<Effect> effects = calls.stream().map(call -> effect(call, after, unsent)).toList();
    return first(effects, Effect.Refused.class)
        .<WriteResult>map(
            it -> new WriteResult.Refused(it.error().code(), it.error().text(), after))
        .or(() -> first(effects, Effect.Unknown.class).map(it -> new WriteResult.Unknown(it.why())))
        .or(() -> first(effects, Effect.None.class).map(it -> none(it, effects)))
        .or(() -> isUnwitnessed() ? Optional.of(unwitnessed()) : Optional.empty())
        .or(() -> after.map(WriteResult.Done::new))
        .orElseGet(this::unread);
  }

  private WriteResult unread() {
    return readBack.isEmpty()
        ? new WriteResult.Made()
        : new WriteResult.Unknown("Carried out, but not read back.");
  }

  /** What the deal had immediately before the call that overwrote it. */
  Optional<LinkImage> found() {
    return found.flatMap(this::answer);
  }

  private boolean isUnwitnessed() {
    return found.isPresent() && found().isEmpty();
  }

  private static WriteResult unwitnessed() {
    return new WriteResult.Unknown("Carried out, but what it overwrote was not read.");
  }

  private static <E extends Effect> Optional<E> first(List<Effect> effects, Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  private WriteResult none(Effect.None none, List<Effect> effects) {
    if (effects.stream().anyMatch(Effect.Made.class::isInstance)) {
      return new WriteResult.Unknown("Only a part was carried out: " + none.why());
    }
    return unit.isOverdue()
        ? new WriteResult.Overdue(none.why())
        : new WriteResult.NotSent(none.why());
  }

  private Optional<LinkImage> after() {
    return readBack.flatMap(this::answer);
  }

  private Optional<LinkImage> answer(Command<LinkImage> reading) {
    return unit.outcome(reading)
        .flatMap(
            outcome ->
                outcome instanceof CommandOutcome.Answered<LinkImage> answered
                    ? Optional.of(answered.value())
                    : Optional.empty());
  }

  private Effect effect(Command<Boolean> call, Optional<LinkImage> after, String unsent) {
    Optional<CommandOutcome<Boolean>> outcome = unit.outcome(call);
    if (outcome.isEmpty()) {
      return new Effect.None(unit.isOverdue() ? LinkWriter.OVERDUE : unsent);
    }
    return switch (outcome.get()) {
      case CommandOutcome.Answered<Boolean> ignored -> new Effect.Made();
      case CommandOutcome.NotExecuted<Boolean> ignored ->
          new Effect.None("the portal did not carry it out");
      case CommandOutcome.Unclear<Boolean> unclear ->
          after.isPresent() ? new Effect.Made() : new Effect.Unknown(unclear.why());
      case CommandOutcome.Refused<Boolean> refused -> refused(refused.error());
    };
  }

  private static Effect refused(PortalError error) {
    return switch (error.reaction()) {
      case ErrorAction.Accept ignored -> new Effect.Refused(error);
      case ErrorAction.RetrySoon ignored -> new Effect.Unknown(error.toString());
      case ErrorAction.SlowDown ignored -> new Effect.None(error.toString());
      case ErrorAction.AwaitBudget ignored -> new Effect.None(error.toString());
      case ErrorAction.RenewToken ignored -> new Effect.None(error.toString());
      case ErrorAction.StopRun ignored -> new Effect.None(error.toString());
    };
  }
}
