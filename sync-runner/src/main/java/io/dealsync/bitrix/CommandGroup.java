package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import io.dealsync.bitrix.rest.CommandOutcome;
import io.dealsync.bitrix.rest.ErrorAction;
import io.dealsync.bitrix.rest.PortalError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Commands that travel in one batch and in this order: what belongs to one deal. Carries what
 * became of them. Used by one thread at a time.
 */
final class CommandGroup {

  private final List<Command<?>> commands;
  private final Function<PortalError, ErrorAction> reactions;
  private final Optional<Instant> notAfter;
  private final Optional<? extends Command<?>> evidence;
  private final Map<String, CommandOutcome<?>> outcomes = new HashMap<>();
  private List<Command<?>> open;
  private Instant askedAt = Instant.EPOCH;
  private int resends;
  private int exhaustions;
  private boolean overdue;

  CommandGroup(List<? extends Command<?>> commands) {
    this(commands, PortalError::reaction);
  }

  /**
   * Calls that may leave until a moment only; the last command, which reads back, at any time.
   *
   * @param evidence the first command, which reads what the others overwrite: it travels with them
   *     or not at all
   */
  CommandGroup(
      List<? extends Command<?>> commands,
      Optional<? extends Command<?>> evidence,
      Instant notAfter) {
    this(commands, evidence, PortalError::reaction, Optional.of(notAfter));
  }

  /**
   * @param reactions what to do about the refusal of a single command
   */
  CommandGroup(List<? extends Command<?>> commands, Function<PortalError, ErrorAction> reactions) {
    this(commands, Optional.empty(), reactions, Optional.empty());
  }

  private CommandGroup(
      List<? extends Command<?>> commands,
      Optional<? extends Command<?>> evidence,
      Function<PortalError, ErrorAction> reactions,
      Optional<Instant> notAfter) {
    this.notAfter = notAfter;
    this.evidence = evidence;
    this.commands = List.copyOf(commands);
    this.reactions = reactions;
    this.open = this.commands;
  }

  /** What is still to be sent; never just a call without the read-back that follows it. */
  List<Command<?>> open() {
    return open;
  }

  boolean isOpen() {
    return !open.isEmpty();
  }

  int size() {
    return open.size();
  }

  ErrorAction reaction(PortalError error) {
    return reactions.apply(error);
  }

  void record(Command<?> command, CommandOutcome<?> outcome) {
    outcomes.put(command.key(), outcome);
  }

  /** The request that was answered last left at this moment. */
  void asked(Instant at) {
    askedAt = at;
  }

  Instant askedAt() {
    return askedAt;
  }

  /** The last moment at which what is open may leave, if there is one. */
  Optional<Instant> notAfter() {
    return open.size() > 1 ? notAfter : Optional.empty();
  }

  /** The last moment has passed: nothing more is sent of it. */
  void overdue() {
    overdue = true;
    close();
  }

  boolean isOverdue() {
    return overdue;
  }

  /** Nothing more is sent of it. */
  void close() {
    open = List.of();
  }

  /**
   * The given commands are sent again, and the last one after them. Evidence is read again only
   * before what overwrites: behind it, it would show what was made.
   */
  void reopen(List<Command<?>> again) {
    Command<?> last = commands.get(commands.size() - 1);
    List<Command<?>> next = new ArrayList<>(again);
    evidence.ifPresent(next::remove);
    if (next.isEmpty()) {
      close();
      return;
    }
    boolean overwrites = next.stream().anyMatch(command -> !command.equals(last));
    if (overwrites) {
      evidence.ifPresent(first -> next.add(0, first));
    }
    if (!next.contains(last)) {
      next.add(last);
    }
    open = List.copyOf(next);
  }

  /** How many rounds had to send something of it again. */
  int resends() {
    return resends;
  }

  /** How many of its rounds the portal refused for want of working time. */
  int exhaustions() {
    return exhaustions;
  }

  /** A round ended in which the portal refused something of it for want of working time. */
  void countExhaustion() {
    exhaustions++;
  }

  /** A round ended after which something of it has to be sent again for another reason. */
  void countResend() {
    resends++;
  }

  /** What became of a command; empty if it was never sent. */
  @SuppressWarnings("unchecked") // recorded for this very command
  <T> Optional<CommandOutcome<T>> outcome(Command<T> command) {
    return Optional.ofNullable((CommandOutcome<T>) outcomes.get(command.key()));
  }
}
