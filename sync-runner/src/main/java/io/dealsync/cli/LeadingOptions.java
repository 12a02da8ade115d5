package io.dealsync.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Options of every command, given before the command as many programs have them. */
final class LeadingOptions {

  private static final Set<String> WITH_VALUE = Set.of("--config", "--portal");
  private static final Set<String> FLAGS = Set.of("--json", "--no-progress", "-v", "--verbose");

  private LeadingOptions() {}

  /** The arguments with the command first; as they are where no command follows. */
  static String[] behindTheCommand(String... arguments) {
    int command = 0;
    while (command < arguments.length && arguments[command].startsWith("-")) {
      int length = length(arguments[command]);
      if (length == 0) {
        return arguments;
      }
      command += length;
    }
    if (command == 0 || command >= arguments.length) {
      return arguments;
    }
    List<String> moved = new ArrayList<>(List.of(arguments[command]));
    moved.addAll(Arrays.asList(arguments).subList(0, command));
    moved.addAll(Arrays.asList(arguments).subList(command + 1, arguments.length));
    return moved.toArray(String[]::new);
  }

  /** How many arguments the option takes up; 0 if it is none of these. */
  private static int length(String option) {
    if (WITH_VALUE.contains(option)) {
      return 2;
    }
    String name = option.split("=", 2)[0];
    return FLAGS.contains(option) || WITH_VALUE.contains(name) ? 1 : 0;
  }
}
