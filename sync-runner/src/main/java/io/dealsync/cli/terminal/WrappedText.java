package io.dealsync.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a width, broken at spaces where there are any. */
public final class WrappedText {

  private WrappedText() {}

  /** The lines, at least one; none is longer than {@code width} characters. */
  public static List<String> lines(String text, int width) {
    if (length(text) <= width) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (length(rest) > width) {
      int end = rest.offsetByCodePoints(0, width);
      int space = rest.lastIndexOf(' ', end);
      int cut = space > 0 ? space : end;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    if (!rest.isEmpty() || lines.isEmpty()) {
      lines.add(rest);
    }
    return lines;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
