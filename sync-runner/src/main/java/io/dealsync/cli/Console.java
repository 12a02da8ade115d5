package io.dealsync.cli;

import java.io.PrintStream;

/**
 * Where the commands speak: results on standard output, everything else on standard error.
 *
 * @param out results; with {@code --json} one document and nothing else
 * @param err progress, hints, errors
 * @param terminal whether standard error is a terminal that a person looks at
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {

  /** The process's own streams; the launcher says whether they are a terminal. */
  public static Console standard() {
    return new Console(System.out, System.err, Boolean.getBoolean("dealsync.terminal"));
  }
}
