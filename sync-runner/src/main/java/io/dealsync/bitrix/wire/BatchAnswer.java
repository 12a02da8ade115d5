package io.dealsync.bitrix.wire;

import java.util.Map;
import java.util.Objects;

/** What a batch's answer says about each of its commands. */
public final class BatchAnswer {

  private final Map<String, CommandOutcome<?>> outcomes;
  private final Map<String, WorkingTime> working;

  /**
   * @param outcomes by command key; every command of the batch is in it
   * @param working the working time reported, by method
   */
  public BatchAnswer(Map<String, CommandOutcome<?>> outcomes, Map<String, WorkingTime> working) {
    this.outcomes = outcomes;
    this.working = working;
  }

  /** What became of a command of the batch. */
  @SuppressWarnings("unchecked") // its value came from this command's own reader
  public <T> CommandOutcome<T> outcome(Command<T> command) {
    return (CommandOutcome<T>)
        Objects.requireNonNull(outcomes.get(command.key()), "a command of another batch");
  }

  public Map<String, WorkingTime> working() {
    return working;
  }
}
