package io.dealsync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands in {@code dealsync --help}, by what people come for. */
final class Overview implements IHelpSectionRenderer {

  /**
   * Commands of one purpose, in the order in which people need them.
   *
   * @param purpose its heading
   */
  record Chapter(String purpose, List<String> commands) {}

  static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter("Begin", List.of("demo", "init", "check", "sandbox")),
          new Chapter(
              "Bring the portal in line", List.of("plan", "apply", "sync", "undo", "serve")),
          new Chapter(
              "See what is, and what was", List.of("status", "runs", "show", "explain", "history")),
          new Chapter("Decide what waits for you", List.of("resolve-conflict", "ack", "release")),
          new Chapter(
              "Fill the mirror, move in from another CRM",
              List.of("pull", "import", "resolve", "parity")));

  private static final String[] CLOSING = {
    "",
    "`dealsync COMMAND --help` explains a command. New here? Start with `dealsync demo`.",
    "",
    "Exit codes: 0 done and in sync · 1 error · 2 usage or configuration · 3 changes pending ·",
    "4 refused by the guard · 5 some deals failed, are held or unverified · 6 portal or database",
    "unreachable or busy, or stopped early: nothing is lost, run again."
  };

  private final Map<String, CommandLine> commands;

  private Overview(CommandLine root) {
    this.commands = root.getSubcommands();
  }

  /** Gives a command tree its overview. */
  static void install(CommandLine root) {
    root.getHelpSectionMap()
        .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new Overview(root));
    root.getCommandSpec().usageMessage().footer(CLOSING);
  }

  @Override
  public String render(Help help) {
    int width = commands.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Chapter chapter : CHAPTERS) {
      List<String> lines = new ArrayList<>();
      for (String name : chapter.commands()) {
        if (commands.containsKey(name)) {
          lines.add("  %s  %s".formatted(padded(name, width), summary(name)));
        }
      }
      if (!lines.isEmpty()) {
        text.append("%n%s:%n".formatted(chapter.purpose()));
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
      }
    }
    return text.toString();
  }

  private String summary(String name) {
    CommandLine command = commands.get(name);
    String[] description =
        command == null ? new String[0] : command.getCommandSpec().usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  private static String padded(String name, int width) {
    return name + " ".repeat(width - name.length());
  }
}
