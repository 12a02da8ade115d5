package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The row of a file that was read last; the next one takes its place. Most cells are looked at once
 * or never, so their text is made when it is asked for.
 */
final class Row {

  private static final int MOST_CHARACTERS = 1 << 25;
  private static final int MOST_FIELDS = 1 << 14;

  private final RepeatedTexts words = new RepeatedTexts();
  private char[] text = new char[1 << 10];
  private int[] ends = new int[1 << 5];
  private int size;
  private int line;
  private Optional<String> skipped = Optional.empty();
  private Optional<String> unreadable = Optional.empty();

  /** Begins the row that begins on this line. */
  void begin(int line) {
    this.line = line;
    this.size = 0;
    this.skipped = Optional.empty();
    this.unreadable = Optional.empty();
  }

  /**
   * What the file says of the row as a whole: that there is nothing to move, or that it is not
   * whole.
   */
  void judge(Optional<String> nothing, Optional<String> broken) {
    this.skipped = nothing;
    this.unreadable = broken;
  }

  /** Why there is nothing to move, if the file says so. */
  Optional<String> skipped() {
    return skipped;
  }

  /**
   * Refuses a row that is not whole.
   *
   * @throws BadValue when it is not
   */
  void requireWhole() {
    unreadable.ifPresent(
        why -> {
          throw new BadValue(why);
        });
  }

  /**
   * Adds a field.
   *
   * @throws CsvParseException when this is no row of an export any more
   */
  void add(String field) {
    add(field.toCharArray(), 0, field.length());
  }

  /**
   * Adds a field.
   *
   * @throws CsvParseException when this is no row of an export any more
   */
  void add(char[] from, int offset, int length) {
    int start = start(size);
    int end = start + length;
    if (end > text.length || size == ends.length) {
      grow(end);
    }
    System.arraycopy(from, offset, text, start, length);
    ends[size++] = end;
  }

  private void grow(int end) {
    if (end > MOST_CHARACTERS || size == MOST_FIELDS) {
      throw new CsvParseException(
          "it has more than %,d %s"
              .formatted(
                  end > MOST_CHARACTERS ? MOST_CHARACTERS : MOST_FIELDS,
                  end > MOST_CHARACTERS ? "characters" : "columns"));
    }
    if (end > text.length) {
      text = Arrays.copyOf(text, Math.min(MOST_CHARACTERS, Math.max(end, 2 * text.length)));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
  }

  /** The row as it is now, for keeping. */
  Row copy() {
    Row copy = new Row();
    copy.begin(line);
    fields().forEach(copy::add);
    copy.judge(skipped, unreadable);
    return copy;
  }

  /** The line on which it begins. */
  int line() {
    return line;
  }

  /** How many fields it has. */
  int size() {
    return size;
  }

  /** All fields, as they are. */
  List<String> fields() {
    List<String> fields = new ArrayList<>(size);
    for (int place = 0; place < size; place++) {
      fields.add(field(place));
    }
    return fields;
  }

  /** A field, as it is. */
  String field(int place) {
    int start = start(place);
    return new String(text, start, ends[place] - start);
  }

  /**
   * A field without the blanks around it; blank where a database has printed its word for nothing.
   */
  String text(int place) {
    int start = firstInk(place);
    int length = endOfInk(place, start) - start;
    return NullMarkers.is(text, start, length) ? "" : new String(text, start, length);
  }

  /** The same, of a column in which few texts come again and again. */
  String word(int place) {
    int start = firstInk(place);
    int length = endOfInk(place, start) - start;
    return NullMarkers.is(text, start, length) ? "" : words.of(text, start, length);
  }

  /** The first character of the first field that is no blank; a blank when there is none. */
  char firstCharacter() {
    int at = size == 0 ? 0 : firstInk(0);
    return size > 0 && at < ends[0] ? text[at] : ' ';
  }

  /** Whether no field has any content. */
  boolean isBlank() {
    int end = size == 0 ? 0 : ends[size - 1];
    for (int at = 0; at < end; at++) {
      if (!VisibleText.isBlank(text[at])) {
        return false;
      }
    }
    return true;
  }

  /** Whether no field says anything: each is blank, or the word of a database for nothing. */
  boolean saysNothing() {
    for (int place = 0; place < size; place++) {
      int start = firstInk(place);
      int length = endOfInk(place, start) - start;
      if (length > 0 && !NullMarkers.is(text, start, length)) {
        return false;
      }
    }
    return true;
  }

  /** Whether its fields are these, blanks around them and capitals aside. */
  boolean says(List<String> fields) {
    if (size != fields.size()) {
      return false;
    }
    for (int place = 0; place < size; place++) {
      if (!unquoted(field(place)).equalsIgnoreCase(unquoted(fields.get(place)))) {
        return false;
      }
    }
    return true;
  }

  /** A mark before a quote keeps the quotes from being read as such. */
  private static String unquoted(String field) {
    String text = VisibleText.strip(field);
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private int start(int place) {
    return place == 0 ? 0 : ends[place - 1];
  }

  private int firstInk(int place) {
    int at = start(place);
    while (at < ends[place] && VisibleText.isBlank(text[at])) {
      at++;
    }
    return at;
  }

  private int endOfInk(int place, int start) {
    int at = ends[place];
    while (at > start && VisibleText.isBlank(text[at - 1])) {
      at--;
    }
    return at;
  }
}
