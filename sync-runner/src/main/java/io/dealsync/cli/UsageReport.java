package io.dealsync.cli;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ErrorReport;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.terminal.Console;
import io.dealsync.wording.Hints;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the command line, what is near, and where help is. */
final class UsageReport implements IParameterExceptionHandler {

  private static final int MOST_TYPOS = 2;

  private final Console console;
  private final Hints hints;

  UsageReport(CommandContext context) {
    this.console = context.console();
    this.hints = Hints.of(context.program());
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message = "%s See `%s --help`.".formatted(sentence(error, name), name);
    command.getErr().println(hints.in(message));
    if (Arrays.asList(arguments).contains("--json")) {
      ErrorReport.print(console, hints, ExitCode.USAGE, message);
    }
    return ExitCode.USAGE;
  }

  private static String sentence(ParameterException error, String command) {
    return switch (error) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched, command);
      case MissingParameterException missing -> missing(missing, command);
      default -> wrong(error);
    };
  }

  private static String unmatched(UnmatchedArgumentException error, String command) {
    String argument = error.getUnmatched().get(0);
    boolean root = error.getCommandLine().getParent() == null;
    String what =
        error.isUnknownOption()
            ? "`%s` has no option '%s'".formatted(command, argument)
            : root
                ? "There is no command '%s'".formatted(argument)
                : "`%s` does not take the argument '%s'".formatted(command, argument);
    List<String> near =
        root && !error.isUnknownOption()
            ? nearestCommand(error.getCommandLine(), argument)
            : error.getSuggestions();
    return near.isEmpty() ? what + "." : what + "; did you mean " + String.join(" or ", near) + "?";
  }

  private static List<String> nearestCommand(CommandLine root, String word) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return root.getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .filter(command -> distance.apply(command, word) <= MOST_TYPOS)
        .sorted(Comparator.comparingInt(command -> distance.apply(command, word)))
        .limit(1)
        .toList();
  }

  private static String missing(MissingParameterException error, String command) {
    String labels =
        String.join(", ", error.getMissing().stream().map(UsageReport::label).distinct().toList());
    return error.getMissing().stream().anyMatch(ArgSpec::isOption)
        ? "The option %s needs a value.".formatted(labels)
        : "`%s` needs %s.".formatted(command, labels);
  }

  private static String wrong(ParameterException error) {
    ArgSpec argument = error.getArgSpec();
    if (argument == null || error.getValue() == null) {
      String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
      return message.endsWith(".") ? message : message + ".";
    }
    return "%s takes %s, not '%s'."
        .formatted(label(argument), kind(argument.type()), error.getValue());
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String kind(Class<?> type) {
    boolean whole =
        type == long.class || type == int.class || type == Long.class || type == Integer.class;
    return whole ? "a whole number" : type == double.class ? "a number" : "another value";
  }
}
