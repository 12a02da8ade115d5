package io.dealsync.cli;

import io.dealsync.text.ForeignText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Prints texts so that nothing in them steers the terminal, whoever wrote it. Bytes, as JSON comes,
 * pass as they are.
 */
final class CleanStream extends PrintStream {

  private CleanStream(PrintStream out) {
    super(out, true, StandardCharsets.UTF_8);
  }

  static PrintStream around(PrintStream out) {
    return out instanceof CleanStream ? out : new CleanStream(out);
  }

  @Override
  public void print(@Nullable String text) {
    super.print(ForeignText.lines(String.valueOf(text)));
  }

  @Override
  public void print(char[] text) {
    print(new String(text));
  }

  @Override
  public void print(@Nullable Object value) {
    print(String.valueOf(value));
  }

  @Override
  public void println(@Nullable String text) {
    print(text + System.lineSeparator());
  }

  @Override
  public void println(@Nullable Object value) {
    println(String.valueOf(value));
  }

  @Override
  public PrintStream append(@Nullable CharSequence text) {
    print(String.valueOf(text));
    return this;
  }

  @Override
  public PrintStream append(@Nullable CharSequence text, int start, int end) {
    return append(String.valueOf(text).subSequence(start, end));
  }
}
