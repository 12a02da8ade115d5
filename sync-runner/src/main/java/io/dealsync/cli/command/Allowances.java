package io.dealsync.cli.command;

import io.dealsync.guard.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Guard limits that are raised for one run. */
public final class Allowances {

  @Option(
      names = "--allow",
      paramLabel = "NAME=VALUE",
      description =
          "Raise a guard limit for this run only: changed-percent, emptied-percent,"
              + " removed-links, empty-desired, empty-portal. Repeatable; recorded in the run.")
  private List<String> allowances = List.of();

  /** By name, in the order in which they were given. */
  public Map<String, String> raised() {
    Map<String, String> raised = new LinkedHashMap<>();
    for (String allowance : allowances) {
      int equals = allowance.indexOf('=');
      if (equals < 1) {
        throw new UserException(
            ExitCode.USAGE,
            "--allow takes NAME=VALUE such as changed-percent=45, not '%s'.".formatted(allowance));
      }
      raised.put(allowance.substring(0, equals).strip(), allowance.substring(equals + 1).strip());
    }
    return raised;
  }

  /**
   * Those that allow more than is configured. One that does not is none: what a run does under it
   * counts against later runs as ever.
   */
  public Map<String, String> raised(Limits configured) {
    Map<String, String> raised = new LinkedHashMap<>(raised());
    raised.entrySet().removeIf(each -> !on(configured).allowsMore(each.getKey(), configured));
    return raised;
  }

  /** These limits with those raised. */
  public Limits on(Limits configured) {
    try {
      return configured.with(raised());
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, "--allow: " + e.getMessage());
    }
  }
}
