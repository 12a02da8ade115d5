package io.dealsync.bitrix.batch;

import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RetryPolicy;
import io.dealsync.bitrix.wire.BatchAnswer;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.ErrorAction;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import io.dealsync.portal.SendGate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Sends units in full batches, several at a time, round by round, until each has its outcomes.
 * Commands that were certainly not carried out for a passing reason are sent again in the next
 * round, together with those of other units.
 */
public final class BatchSender {

  public static final int COMMANDS = 50;

  /** So many batches that are not full are looked at again for smaller units. */
  private static final int FILLABLE = 4;

  /** So many readings are answered in time by any portal that works. */
  private static final int FEW = 10;

  private static final int MOST_RESENDS = 4;
  private static final int MOST_EXHAUSTIONS = 12;

  private final RestClient rest;
  private final Caller caller;
  private final boolean repeatable;
  private final BooleanSupplier dropped;
  private final SendGate departure;

  /**
   * For commands that change something.
   *
   * @param dropped whether they shall not leave any more; what has left comes to its end
   * @param departure is asked before each batch leaves
   */
  public static BatchSender ofWrites(
      RestClient rest, Caller caller, BooleanSupplier dropped, SendGate departure) {
    return new BatchSender(rest, caller, false, dropped, departure);
  }

  /**
   * For commands that change nothing.
   *
   * @param dropped whether nobody waits for them any more
   */
  public static BatchSender ofReads(RestClient rest, Caller caller, BooleanSupplier dropped) {
    return new BatchSender(rest, caller, true, dropped, Optional::empty);
  }

  private BatchSender(
      RestClient rest,
      Caller caller,
      boolean repeatable,
      BooleanSupplier dropped,
      SendGate departure) {
    this.rest = rest;
    this.caller = caller;
    this.repeatable = repeatable;
    this.dropped = dropped;
    this.departure = departure;
  }

  /**
   * Sends the units.
   *
   * @return why the run cannot go on; some units then have no outcomes
   */
  public Optional<PortalFailure> send(List<CommandGroup> units) {
    caller.countCalls(units.stream().mapToLong(CommandGroup::size).sum());
    List<CommandGroup> open = units;
    while (!open.isEmpty()) {
      List<List<CommandGroup>> batches = packed(open);
      Optional<PortalFailure> failure =
          ParallelRunner.run(rest.inFlight(), batches, dropped, this::sendBatch);
      if (failure.isPresent()) {
        return failure;
      }
      open = open.stream().filter(CommandGroup::isOpen).toList();
    }
    return Optional.empty();
  }

  /** As many units in each batch as fit; none is split. A smaller one may fill up what is left. */
  private static List<List<CommandGroup>> packed(List<CommandGroup> units) {
    List<List<CommandGroup>> batches = new ArrayList<>();
    Deque<List<CommandGroup>> fillable = new ArrayDeque<>();
    for (CommandGroup unit : units) {
      fillable.removeIf(batch -> room(batch) == 0);
      Optional<List<CommandGroup>> fitting =
          fillable.stream().filter(batch -> unit.size() <= room(batch)).findFirst();
      if (fitting.isPresent()) {
        fitting.get().add(unit);
      } else {
        List<CommandGroup> batch = new ArrayList<>(List.of(unit));
        batches.add(batch);
        fillable.addLast(batch);
        if (fillable.size() > FILLABLE) {
          fillable.removeFirst();
        }
      }
    }
    return batches;
  }

  private static int room(List<CommandGroup> batch) {
    return COMMANDS - batch.stream().mapToInt(CommandGroup::size).sum();
  }

  private Optional<PortalFailure> sendBatch(List<CommandGroup> batch) {
    List<Command<?>> commands = new ArrayList<>(COMMANDS);
    batch.forEach(unit -> commands.addAll(unit.open()));
    Optional<Instant> notAfter = earliest(batch);
    return switch (rest.batch(commands, patience(batch), notAfter, departure, caller)) {
      case Reply.Result<BatchAnswer> result -> {
        batch.forEach(unit -> unit.asked(result.askedAt()));
        yield judge(batch, result.value());
      }
      case Reply.Refused<BatchAnswer> refused -> Optional.of(refused(refused.error()));
      case Reply.Unknown<BatchAnswer> unknown -> unclear(batch, unknown.why());
      case Reply.Overdue<BatchAnswer> ignored -> {
        batch.stream()
            .filter(unit -> unit.notAfter().equals(notAfter))
            .forEach(CommandGroup::overdue);
        yield Optional.empty();
      }
    };
  }

  private static Optional<Instant> earliest(List<CommandGroup> batch) {
    return batch.stream().flatMap(unit -> unit.notAfter().stream()).min(Instant::compareTo);
  }

  private RetryPolicy patience(List<CommandGroup> batch) {
    if (!repeatable) {
      return RetryPolicy.WRITING;
    }
    if (batch.size() > FEW) {
      return RetryPolicy.READING_MUCH;
    }
    return rest.isProven() ? RetryPolicy.READING : RetryPolicy.ASKING;
  }

  /** A portal cuts a batch off that takes too long (contract 3.2): half of it may be answered. */
  private Optional<PortalFailure> unclear(List<CommandGroup> batch, String why) {
    if (!repeatable) {
      batch.forEach(unit -> unclear(unit, why));
      return Optional.empty();
    }
    int half = batch.size() / 2;
    return sendBatch(batch.subList(0, half)).or(() -> sendBatch(batch.subList(half, batch.size())));
  }

  private PortalFailure refused(PortalError error) {
    return rest.failure(
        new ErrorAction.StopRun(Kind.REFUSED, "%s refuses a batch of commands."), error);
  }

  private static void unclear(CommandGroup unit, String why) {
    for (Command<?> command : unit.open()) {
      unit.record(command, new CommandOutcome.Unclear<>(why));
    }
    unit.close();
  }

  private Optional<PortalFailure> judge(List<CommandGroup> batch, BatchAnswer answer) {
    Judgement judgement = new Judgement(answer);
    batch.forEach(judgement::unit);
    return judgement.failure;
  }

  /** What a command's outcome means for the command. */
  private enum Verdict {
    /** It is over with. */
    FINAL,
    /** It was not carried out, for a passing reason. */
    PASSING,
    /** It was not carried out, because requests come too fast. */
    TOO_FAST,
    /** It was not carried out, because the method's working time is used up. */
    OUT_OF_TIME,
    /** Nothing will be carried out any more. */
    FATAL
  }

  /** What a batch's answer means for its units. */
  private final class Judgement {

    private final BatchAnswer answer;
    private Optional<PortalFailure> failure = Optional.empty();
    private final Set<String> exhausted = new HashSet<>();
    private boolean rejectionTold;

    private Judgement(BatchAnswer answer) {
      this.answer = answer;
    }

    private void unit(CommandGroup unit) {
      List<Command<?>> again = new ArrayList<>();
      boolean forWantOfTime = false;
      for (Command<?> command : unit.open()) {
        CommandOutcome<?> outcome = answer.outcome(command);
        unit.record(command, outcome);
        Verdict verdict = verdict(unit, outcome);
        heed(unit, command, verdict);
        if (mayGoAgain(unit, verdict)) {
          again.add(command);
        }
        forWantOfTime |= verdict == Verdict.OUT_OF_TIME;
      }
      if (again.isEmpty()) {
        unit.close();
        return;
      }
      if (forWantOfTime) {
        unit.countExhaustion();
      } else {
        unit.countResend();
      }
      unit.reopen(again);
    }

    private Verdict verdict(CommandGroup unit, CommandOutcome<?> outcome) {
      return switch (outcome) {
        case CommandOutcome.Answered<?> ignored -> Verdict.FINAL;
        case CommandOutcome.Unclear<?> ignored -> Verdict.FINAL;
        case CommandOutcome.NotExecuted<?> ignored -> Verdict.PASSING;
        case CommandOutcome.Refused<?> refused -> verdict(unit.reaction(refused.error()));
      };
    }

    private Verdict verdict(ErrorAction reaction) {
      return switch (reaction) {
        case ErrorAction.Accept ignored -> Verdict.FINAL;
        case ErrorAction.RetrySoon ignored -> repeatable ? Verdict.PASSING : Verdict.FINAL;
        case ErrorAction.RenewToken ignored -> Verdict.PASSING;
        case ErrorAction.SlowDown ignored -> Verdict.TOO_FAST;
        case ErrorAction.AwaitBudget ignored -> Verdict.OUT_OF_TIME;
        case ErrorAction.StopRun ignored -> Verdict.FATAL;
      };
    }

    /** What the refusal of a command means for those that come after it. */
    private void heed(CommandGroup unit, Command<?> command, Verdict verdict) {
      switch (verdict) {
        case FINAL, PASSING -> {}
        case TOO_FAST -> slowDown();
        case OUT_OF_TIME -> exhausted(command.method());
        case FATAL -> failure = fatal(unit, answer.outcome(command));
      }
    }

    private Optional<PortalFailure> fatal(CommandGroup unit, CommandOutcome<?> outcome) {
      return outcome instanceof CommandOutcome.Refused<?> refused
              && unit.reaction(refused.error()) instanceof ErrorAction.StopRun stop
          ? Optional.of(rest.failure(stop, refused.error()))
          : failure;
    }

    /** Rounds count, however many commands of the unit a round refused. */
    private boolean mayGoAgain(CommandGroup unit, Verdict verdict) {
      return switch (verdict) {
        case FINAL, FATAL -> false;
        case PASSING, TOO_FAST -> unit.resends() < MOST_RESENDS;
        case OUT_OF_TIME -> unit.exhaustions() < MOST_EXHAUSTIONS;
      };
    }

    private void exhausted(String method) {
      if (exhausted.add(method)) {
        rest.exhausted(method);
      }
    }

    private void slowDown() {
      if (!rejectionTold) {
        rejectionTold = true;
        rest.rejectedInside(caller);
      }
    }
  }
}
