package io.dealsync.cli.command;

import io.dealsync.guard.Refusal;
import io.dealsync.wording.Hints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands to go on with, ready to be copied: they carry the options that chose the
 * configuration and the portal.
 */
public final class FollowUp {

  private final Hints hints;
  private final Map<String, String> raised;
  private final String repeated;

  /**
   * @param hints spells the commands
   * @param raised the guard limits that this command has raised already
   * @param repeated further options to repeat; blank, or with a space ahead
   */
  public FollowUp(Hints hints, Map<String, String> raised, String repeated) {
    this.hints = hints;
    this.repeated = repeated;
    this.raised = new LinkedHashMap<>(raised);
  }

  /** A text with the commands in it spelled. */
  public String spelled(String text) {
    return hints.in(text);
  }

  /** Any other command. */
  public String command(String words) {
    return hints.command(words);
  }

  /** Carries out a stored plan, or what is left of it, with the limits raised that were. */
  public String apply(long run) {
    return allow(run, List.of());
  }

  /** Takes back what a run did. */
  public String undo(long run) {
    return hints.command("undo " + run);
  }

  /** Carries out a refused plan with exactly the limits raised that it exceeds. */
  public String allow(long run, List<Refusal> refusals) {
    Map<String, String> allowances = new LinkedHashMap<>();
    raised.forEach((limit, value) -> allowances.put(limit, limit + "=" + value));
    refusals.forEach(refusal -> allowances.put(refusal.limit().key(), refusal.allowance()));
    StringBuilder command = new StringBuilder(hints.command("apply " + run));
    allowances.values().forEach(allowance -> command.append(" --allow ").append(allowance));
    return command.append(repeated).toString();
  }
}
