package io.dealsync.cli.terminal;

import io.dealsync.text.ForeignText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Prints texts so that nothing in them steers the terminal, whoever wrote it. Bytes, as JSON comes,
 * pass as they are.
 */
public final class CleanStream extends PrintStream {

  private final Screen screen;
  private boolean used;

  private CleanStream(PrintStream out, Screen screen) {
    super(out, true, StandardCharsets.UTF_8);
    this.screen = screen;
  }

  public static PrintStream around(PrintStream out) {
    return out instanceof CleanStream ? out : new CleanStream(out, Screen.NONE);
  }

  public static PrintStream around(PrintStream out, Screen screen) {
    return new CleanStream(out, screen);
  }

  /** What its reader's screen takes. */
  public Screen screen() {
    return screen;
  }

  /** Prints a text whose foreign parts are clean already, with colours of our own in it. */
  public void printOwn(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /** Whether anything was printed. */
  public boolean isUsed() {
    return used;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    used = true;
    super.write(bytes, from, length);
  }

  @Override
  public void print(@Nullable String text) {
    used = true;
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
