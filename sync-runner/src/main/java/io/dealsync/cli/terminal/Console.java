package io.dealsync.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the commands speak: results on standard output, everything else on standard error.
 *
 * @param out results; with {@code --json} one document and nothing else
 * @param err progress, hints, errors
 * @param terminal whether standard error is a terminal that a person looks at
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {

  public Console {
    out = CleanStream.around(out);
    err = CleanStream.around(err);
  }

  /** Whether there is a result on standard output, or the beginning of one. */
  public boolean hasResult() {
    return out instanceof CleanStream stream && stream.isUsed();
  }

  /**
   * The process's own streams, in UTF-8 whatever the locale: JSON is read by machines, and a bare
   * container has no locale at all. The launcher says whether they are a terminal.
   *
   * @param results where standard output goes
   */
  public static Console standard(OutputStream results) {
    return new Console(
        CleanStream.around(
            utf8(results), Screen.of(Integer.getInteger("dealsync.columns", 0), System.getenv())),
        utf8(new FileOutputStream(FileDescriptor.err)),
        Boolean.getBoolean("dealsync.terminal"));
  }

  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(new BufferedOutputStream(stream), true, StandardCharsets.UTF_8);
  }
}
