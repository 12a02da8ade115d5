package io.dealsync.journal;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What is known of a run when it begins.
 *
 * @param portal the portal's name in the configuration
 * @param command the command that started it
 * @param startedBy who started it: operating system user at host
 * @param origin the run that this one undoes or repeats, if any
 * @param allowances guard limits raised for this run only, by name
 */
public record RunHeader(
    String portal,
    String command,
    String startedBy,
    OptionalLong origin,
    Map<String, String> allowances) {

  public RunHeader {
    allowances = Map.copyOf(allowances);
  }
}
