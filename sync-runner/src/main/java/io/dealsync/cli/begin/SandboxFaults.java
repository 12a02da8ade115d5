package io.dealsync.cli.begin;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.sandbox.fault.FaultFile;
import io.dealsync.sandbox.fault.FaultRule;
import io.dealsync.sandbox.rest.Quirk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code dealsync sandbox} that say how it differs and what goes wrong there. */
final class SandboxFaults {

  @Option(
      names = "--quirk",
      paramLabel = "NAME",
      description = "Behave differently in one way, as some portals do. Repeatable.")
  private List<String> quirks = new ArrayList<>();

  @Option(
      names = "--fault",
      paramLabel = "RULE",
      description = "Make something go wrong, e.g. drop-after:method=batch,p=0.05. Repeatable.")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--fault-file", paramLabel = "FILE", description = "Faults from a YAML file.")
  private @Nullable Path faultFile;

  Quirk[] quirks() {
    return quirks.stream().map(Quirk::of).toArray(Quirk[]::new);
  }

  List<FaultRule> rules() {
    List<FaultRule> rules = new ArrayList<>();
    for (String fault : faults) {
      rules.add(FaultRule.parse(fault));
    }
    if (faultFile != null) {
      rules.addAll(FaultFile.parse(content(faultFile)).rules());
    }
    return rules;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserException(
          ExitCode.USAGE, "The file %s cannot be read; is the path right?".formatted(file));
    }
  }
}
