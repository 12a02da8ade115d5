package io.dealsync.cli.terminal;

import io.dealsync.text.ForeignText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Rows of text in columns that line up. Numbers and durations go to the right, everything else to
 * the left. On a screen, rows fit its lines: columns without content go first, then text is wrapped
 * inside its column, and where not even that is possible, each row becomes a list of its own.
 */
public final class TextTable {

  private static final int LONGEST = 2000;
  private static final String GAP = "  ";
  private static final Pattern NUMERIC =
      Pattern.compile("[\\d,.]*|\\d[\\d,.]* (s|min|h)( \\d+ (s|min))?");

  /** No column of text gets narrower than this. */
  private static final int NARROWEST = 10;

  /** Columns whose words say how it stands. */
  private static final Set<String> MEANT = Set.of("", "status", "outcome");

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  public void row(String... cells) {
    rows.add(
        Arrays.stream(cells)
            .map(cell -> ForeignText.line(IdLists.shortened(cell), LONGEST))
            .toList());
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Prints the table as the stream's reader can take it. */
  public void print(PrintStream out, int indent) {
    if (out instanceof CleanStream clean) {
      clean.printOwn(render(clean.screen(), indent));
    } else {
      out.print(render(indent));
    }
  }

  /** The table, each line indented by {@code indent} spaces; lines do not end in blanks. */
  public String render(int indent) {
    return render(Screen.NONE, indent);
  }

  public String render(Screen screen, int indent) {
    int[] widths = new int[rows.get(0).size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(column);
    }
    TextTable filled = withoutEmptyColumns();
    if (filled.rows.get(0).size() < widths.length && length(widths) > screen.width() - indent) {
      return filled.render(screen, indent);
    }
    return fit(widths, screen.width() - indent)
        ? columns(screen, indent, widths)
        : lists(screen, indent);
  }

  private static int length(int[] widths) {
    return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
  }

  /** The same without the columns in which no row has anything. */
  private TextTable withoutEmptyColumns() {
    int[] filled =
        IntStream.range(0, rows.get(0).size())
            .filter(column -> rows.stream().skip(1).anyMatch(row -> !row.get(column).isEmpty()))
            .toArray();
    TextTable table = new TextTable();
    table.rows.clear();
    for (List<String> row : rows) {
      table.rows.add(Arrays.stream(filled).mapToObj(row::get).toList());
    }
    return table;
  }

  /** Narrows the widest columns of text until the line fits; whether that was possible. */
  private boolean fit(int[] widths, int most) {
    int surplus = length(widths) - most;
    while (surplus > 0) {
      int widest = -1;
      for (int column = 0; column < widths.length; column++) {
        if (isWrapped(column)
            && widths[column] > NARROWEST
            && (widest < 0 || widths[column] > widths[widest])) {
          widest = column;
        }
      }
      if (widest < 0) {
        return false;
      }
      widths[widest]--;
      surplus--;
    }
    return true;
  }

  /** Numbers, and words without a space, would be torn apart. */
  private boolean isWrapped(int column) {
    return !isNumeric(column)
        && rows.stream().skip(1).anyMatch(row -> row.get(column).indexOf(' ') >= 0);
  }

  private String columns(Screen screen, int indent, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      List<List<String>> cells = new ArrayList<>();
      for (int column = 0; column < widths.length; column++) {
        cells.add(WrappedText.lines(row.get(column), widths[column]));
      }
      int height = cells.stream().mapToInt(List::size).max().orElse(1);
      for (int line = 0; line < height; line++) {
        text.append(line(screen, indent, widths, row, cells, line)).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private String line(
      Screen screen,
      int indent,
      int[] widths,
      List<String> row,
      List<List<String>> cells,
      int number) {
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    int end = 0;
    for (int column = 0; column < widths.length; column++) {
      List<String> lines = cells.get(column);
      String cell = number < lines.size() ? lines.get(number) : "";
      line.append(column == 0 ? "" : GAP);
      String blanks = " ".repeat(widths[column] - length(cell));
      String shown = painted(screen, column, row, cell);
      line.append(isNumeric(column) ? blanks + shown : shown + blanks);
      end = cell.isEmpty() ? end : line.length() - (isNumeric(column) ? 0 : blanks.length());
    }
    return line.substring(0, end);
  }

  private String painted(Screen screen, int column, List<String> row, String shown) {
    boolean isMeant = MEANT.contains(rows.get(0).get(column)) && row != rows.get(0);
    return screen.colours() && isMeant && !shown.isEmpty()
        ? Colour.paint(shown, row.get(column))
        : shown;
  }

  /** A line for each cell that says something, and a blank one between rows. */
  private String lists(Screen screen, int indent) {
    List<String> header = rows.get(0);
    int names = header.stream().mapToInt(TextTable::length).max().orElse(0);
    int room = Math.max(NARROWEST, screen.width() - indent - names - GAP.length());
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows.subList(1, rows.size())) {
      text.append(text.isEmpty() ? "" : System.lineSeparator());
      for (int column = 0; column < header.size(); column++) {
        String name = header.get(column);
        for (String part : WrappedText.lines(row.get(column), room)) {
          if (!part.isEmpty()) {
            text.append(" ".repeat(indent + names - length(name)))
                .append(name)
                .append(GAP)
                .append(painted(screen, column, row, part))
                .append(System.lineSeparator());
            name = "";
          }
        }
      }
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream().skip(1).allMatch(row -> NUMERIC.matcher(row.get(column)).matches());
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
