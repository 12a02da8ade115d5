package io.dealsync.cli.terminal;

import java.util.Map;

/**
 * What a reader's screen takes.
 *
 * @param width how many characters fit a line; {@link Integer#MAX_VALUE} where nobody wraps lines,
 *     as in a file or a pipe
 * @param colours whether it shows colours
 */
public record Screen(int width, boolean colours) {

  /** A file, a pipe, a test. */
  public static final Screen NONE = new Screen(Integer.MAX_VALUE, false);

  /** Narrower ones are treated as this wide. */
  private static final int NARROWEST = 40;

  public Screen {
    width = Math.max(width, NARROWEST);
  }

  /**
   * Of standard output.
   *
   * @param columns what the launcher found; 0 if it is no terminal
   */
  public static Screen of(int columns, Map<String, String> environment) {
    if (columns <= 0) {
      return NONE;
    }
    return new Screen(
        columns,
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb"));
  }
}
