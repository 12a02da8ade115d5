package io.dealsync.wording;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that a text advises, spelled so that pasting them does what the text means: by the
 * name under which the program was called, with the portal and the configuration that were chosen.
 *
 * <p>Sentences that do not know how the program was called, because another layer made them or a
 * row kept them, write {@code `dealsync apply 7`}; {@link #in} spells those.
 */
public final class Hints {

  /** What the program is called where nobody says otherwise. */
  public static final String PROGRAM = "dealsync";

  /** They see no configuration. */
  private static final Set<String> WITHOUT_OPTIONS = Set.of("demo", "help");

  private static final Pattern ADVISED = Pattern.compile("`dealsync (-{0,2}[a-z][^`\n]*)`");
  private static final Pattern PLAIN = Pattern.compile("[\\w./:@=+,|-]+");

  private final String program;
  private final Map<String, String> options;

  private Hints(String program, Map<String, String> options) {
    this.program = program;
    this.options = options;
  }

  /** Spells commands without any option. */
  public static Hints of(String program) {
    return new Hints(program, Map.of());
  }

  /**
   * Spells commands with the options that chose where this one works.
   *
   * @param program how it was called
   * @param config the configuration file, if one was named
   * @param portal the chosen portal
   */
  public static Hints of(String program, Optional<Path> config, String portal) {
    Map<String, String> options = new LinkedHashMap<>();
    config.ifPresent(file -> options.put("--config", file.toString()));
    if (!portal.equals("main")) {
      options.put("--portal", portal);
    }
    return new Hints(program, options);
  }

  /** The command to paste, of its name and arguments. */
  public String command(String words) {
    StringBuilder command = new StringBuilder(quoted(program)).append(' ').append(words);
    if (takesOptions(words)) {
      options.forEach(
          (option, value) -> {
            if (!words.contains(option + " ") && !words.contains(option + "=")) {
              command.append(' ').append(option).append(' ').append(quoted(value));
            }
          });
    }
    return command.toString();
  }

  private static boolean takesOptions(String words) {
    return !words.contains("--help")
        && !words.startsWith("-")
        && !WITHOUT_OPTIONS.contains(words.split(" ", 2)[0]);
  }

  /** A text with the commands in it spelled. */
  public String in(String text) {
    return ADVISED
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement("`" + command(found.group(1)) + "`"));
  }

  /** The last command that a text names, which is the one that it advises; empty without any. */
  public Optional<String> next(String text) {
    return ADVISED
        .matcher(text)
        .results()
        .reduce((earlier, later) -> later)
        .map(found -> command(found.group(1)));
  }

  /** As a shell takes it for one word. */
  public static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
