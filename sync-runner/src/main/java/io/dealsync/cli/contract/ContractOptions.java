package io.dealsync.cli.contract;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code dealsync check --contract}. */
public final class ContractOptions {

  @Option(
      names = "--contract",
      description =
          "Try out what the portal does with links, on the deals named by --deal. Their links"
              + " change meanwhile and are put back at the end.")
  private boolean contract;

  @Option(
      names = "--deal",
      paramLabel = "ID",
      description = "With --contract: a deal to try things out on. Repeatable.")
  private List<Long> deals = List.of();

  @Option(
      names = "--contact",
      paramLabel = "ID",
      description =
          "With --contract: an existing contact to link and unlink; at best four are known, those"
              + " of the deals included. Repeatable.")
  private List<Long> contacts = List.of();

  @Option(
      names = "--yes",
      description = "With --contract: do it. Without it, the command says what it would do.")
  private boolean yes;

  /** Whether the contract is to be checked, instead of the set-up. */
  public boolean requested() {
    if (!contract && (!deals.isEmpty() || !contacts.isEmpty() || yes)) {
      throw new UserException(
          ExitCode.USAGE, "--deal, --contact and --yes go with --contract; add it.");
    }
    return contract;
  }

  /** The deals that may be changed; at least one. */
  List<Long> deals() {
    if (deals.isEmpty()) {
      throw new UserException(
          ExitCode.USAGE, "--contract needs deals to try things out on: add --deal ID.");
    }
    return deals.stream().distinct().toList();
  }

  List<Long> contacts() {
    return contacts;
  }

  boolean yes() {
    return yes;
  }
}
