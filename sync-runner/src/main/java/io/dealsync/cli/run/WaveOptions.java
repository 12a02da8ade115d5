package io.dealsync.cli.run;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.run.Waves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that make a command apply its plan in waves. */
final class WaveOptions {

  private static final String SHARE = "10";

  @Option(
      names = "--waves",
      paramLabel = "N,N",
      split = ",",
      description =
          "Apply the plan in waves of so many changes, then the rest. Stop after a wave that went"
              + " wrong: what is left stays planned.")
  private List<Integer> sizes = new ArrayList<>();

  @Option(
      names = "--wave-share",
      paramLabel = "PERCENT",
      defaultValue = SHARE,
      description =
          "A wave went wrong when more of its changes failed, are held or are unknown (default"
              + " ${DEFAULT-VALUE}).")
  private String share = SHARE;

  /**
   * The wanted waves, if any are.
   *
   * @throws UserException when a size or the share is out of range
   */
  Optional<Waves> waves() {
    if (sizes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Waves(sizes, Double.parseDouble(share) / 100));
    } catch (NumberFormatException e) {
      throw new UserException(
          ExitCode.USAGE, "--wave-share takes a percentage such as 10, not '%s'.".formatted(share));
    } catch (IllegalArgumentException e) {
      throw new UserException(ExitCode.USAGE, "--waves: " + e.getMessage());
    }
  }

  /** These options as they were given, to be repeated; blank when there are no waves. */
  String words() {
    if (sizes.isEmpty()) {
      return "";
    }
    String waves =
        " --waves " + sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
    return share.equals(SHARE) ? waves : waves + " --wave-share " + share;
  }
}
