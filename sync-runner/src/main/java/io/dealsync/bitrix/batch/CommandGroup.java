package io.dealsync.bitrix.batch;

import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.ErrorAction;
import io.dealsync.bitrix.wire.PortalError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Commands that travel in one batch and in this order: what belongs to one deal. Carries what
 * became of them. Used by one thread at a time.
 */
public final class CommandGroup {

  private final Function<PortalError, ErrorAction> reactions;
  private final Optional<Instant> notAfter;
  private final Optional<? extends Command<?>> evidence;
  private final Optional<? extends Command<?>> readBack;
  private final Map<String, CommandOutcome<?>> outcomes = new HashMap<>();
  private List<Command<?>> open;
  private Instant askedAt = Instant.EPOCH;
  private int resends;
  private int exhaustions;
  private boolean overdue;

  public CommandGroup(List<? extends Command<?>> commands) {
    this(commands, PortalError::reaction);
  }

  /**
   * Calls that may leave until a moment only.
   *
   * @param evidence reads what the calls overwrite: it travels with them or not at all
   * @param readBack reads what they made: it travels behind them, at any time
   */
  public CommandGroup(
      Optional<? extends Command<?>> evidence,
      List<? extends Command<?>> calls,
      Optional<? extends Command<?>> readBack,
      Instant notAfter) {
    this(
        Stream.of(evidence.stream(), calls.stream(), readBack.stream())
            .<Command<?>>flatMap(part -> part)
            .toList(),
        evidence,
        readBack,
        PortalError::reaction,
        Optional.of(notAfter));
  }

  /**
   * @param reactions what to do about the refusal of a single command
   */
  public CommandGroup(
      List<? extends Command<?>> commands, Function<PortalError, ErrorAction> reactions) {
    this(commands, Optional.empty(), Optional.empty(), reactions, Optional.empty());
  }

  private CommandGroup(
      List<? extends Command<?>> commands,
      Optional<? extends Command<?>> evidence,
      Optional<? extends Command<?>> readBack,
      Function<PortalError, ErrorAction> reactions,
      Optional<Instant> notAfter) {
    this.notAfter = notAfter;
    this.evidence = evidence;
    this.readBack = readBack;
    this.reactions = reactions;
    this.open = List.copyOf(commands);
  }

  /** What is still to be sent; never just a call without the read-back that follows it. */
  public List<Command<?>> open() {
    return open;
  }

  public boolean isOpen() {
    return !open.isEmpty();
  }

  public int size() {
    return open.size();
  }

  public ErrorAction reaction(PortalError error) {
    return reactions.apply(error);
  }

  public void record(Command<?> command, CommandOutcome<?> outcome) {
    outcomes.put(command.key(), outcome);
  }

  /** The request that was answered last left at this moment. */
  public void asked(Instant at) {
    askedAt = at;
  }

  public Instant askedAt() {
    return askedAt;
  }

  /** The last moment at which what is open may leave, if there is one. */
  public Optional<Instant> notAfter() {
    return open.stream().allMatch(this::isReadBack) ? Optional.empty() : notAfter;
  }

  /** The last moment has passed: nothing more is sent of it. */
  public void overdue() {
    overdue = true;
    close();
  }

  public boolean isOverdue() {
    return overdue;
  }

  /** Nothing more is sent of it. */
  public void close() {
    open = List.of();
  }

  /**
   * The given commands are sent again, and the read-back behind them. Evidence is read again only
   * before what overwrites: behind it, it would show what was made.
   */
  public void reopen(List<Command<?>> again) {
    List<Command<?>> next = new ArrayList<>(again);
    evidence.ifPresent(next::remove);
    if (next.isEmpty()) {
      close();
      return;
    }
    if (!next.stream().allMatch(this::isReadBack)) {
      evidence.ifPresent(first -> next.add(0, first));
    }
    readBack.filter(last -> !next.contains(last)).ifPresent(next::add);
    open = List.copyOf(next);
  }

  private boolean isReadBack(Command<?> command) {
    return readBack.filter(command::equals).isPresent();
  }

  /** How many rounds had to send something of it again. */
  public int resends() {
    return resends;
  }

  /** How many of its rounds the portal refused for want of working time. */
  public int exhaustions() {
    return exhaustions;
  }

  /** A round ended in which the portal refused something of it for want of working time. */
  public void countExhaustion() {
    exhaustions++;
  }

  /** A round ended after which something of it has to be sent again for another reason. */
  public void countResend() {
    resends++;
  }

  /** What became of a command; empty if it was never sent. */
  @SuppressWarnings("unchecked") // recorded for this very command
  public <T> Optional<CommandOutcome<T>> outcome(Command<T> command) {
    return Optional.ofNullable((CommandOutcome<T>) outcomes.get(command.key()));
  }
}
