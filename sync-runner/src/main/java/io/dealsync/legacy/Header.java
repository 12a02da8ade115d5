package io.dealsync.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The names of a file's columns, and which of them was taken for what. */
final class Header {

  private static final int SHOWN = 40;

  private final List<String> names;
  private final Map<String, String> mapping;
  private final Map<String, String> taken = new TreeMap<>();
  private final Map<Integer, String> used = new LinkedHashMap<>();
  private final Map<Integer, String> unreadable = new LinkedHashMap<>();

  /**
   * @param mapping which column of the file to take for what, as the user says: a blank one for
   *     none; the rest is found by name
   */
  Header(List<String> names, Map<String, String> mapping) {
    this.names = names.stream().map(VisibleText::strip).toList();
    this.mapping = new LinkedHashMap<>(mapping);
  }

  int size() {
    return names.size();
  }

  List<String> names() {
    return names;
  }

  /** The column, not taken yet, whose contents are like that in the first rows. */
  Cell like(Column column, Sample sample, Predicate<String> like) {
    for (int place = 0; place < names.size(); place++) {
      if (!used.containsKey(place) && sample.mostly(Cell.at(place), like)) {
        taken.put(column.name(), names.get(place));
        used.put(place, column.name());
        return Cell.at(place);
      }
    }
    return Cell.ABSENT;
  }

  /** Whether there is a column whose contents are like that in the first rows. */
  boolean hasLike(Sample sample, Predicate<String> like) {
    return IntStream.range(0, names.size()).anyMatch(place -> sample.mostly(Cell.at(place), like));
  }

  /** Whether there is a column of one of these names. */
  boolean has(String... candidates) {
    for (String candidate : candidates) {
      if (!places(plain(candidate)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a column of exactly this name, capitals aside. */
  boolean hasExactly(String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Whether a column can be found, by its name or as the user says. */
  boolean has(Column column) {
    String wanted = mapping.get(column.name());
    return wanted == null ? has(column.headers().toArray(String[]::new)) : !wanted.isEmpty();
  }

  /** A column's cell, to look at before a format is chosen: it is not taken, and may be absent. */
  Cell peek(Column column) {
    String wanted = mapping.get(column.name());
    List<String> candidates = wanted == null ? column.headers() : List.of(wanted);
    return candidates.stream()
        .flatMap(candidate -> places(plain(candidate)).stream())
        .findFirst()
        .map(Cell::at)
        .orElse(Cell.ABSENT);
  }

  /**
   * A column.
   *
   * @throws UnusableFileException when it is required and not there, or there twice
   */
  Cell cell(Column column) {
    OptionalInt place = place(column);
    return place.isPresent() ? Cell.at(place.getAsInt()) : Cell.ABSENT;
  }

  /**
   * A column in which few texts come again and again.
   *
   * @throws UnusableFileException when it is required and not there, or there twice
   */
  Cell word(Column column) {
    OptionalInt place = place(column);
    return place.isPresent() ? Cell.wordAt(place.getAsInt()) : Cell.ABSENT;
  }

  /**
   * The first of a column's names that a row has content under, where a file has several of them.
   *
   * @throws UnusableFileException when it is required and not there
   */
  Cell firstFilled(Column column) {
    List<Cell> cells = new ArrayList<>(List.of(cell(column)));
    if (!mapping.containsKey(column.name())) {
      for (String candidate : column.headers()) {
        for (int place : places(plain(candidate))) {
          if (used.putIfAbsent(place, column.name()) == null) {
            cells.add(Cell.at(place));
          }
        }
      }
    }
    return Cell.firstOf(cells);
  }

  /** Leaves a column out for a reason that people are told. */
  Cell leaveOut(Column column, String reason) {
    sought(column).ifPresent(place -> unreadable.put(place, reason));
    return Cell.ABSENT;
  }

  private OptionalInt place(Column column) {
    OptionalInt place = sought(column);
    if (place.isPresent()) {
      taken.put(column.name(), names.get(place.getAsInt()));
      used.put(place.getAsInt(), column.name());
    } else if (column.required()) {
      throw new UnusableFileException(
          "Which column is the %s? The header has: %s. Looked for: %s. Say --map %s=COLUMN"
              .formatted(column.name(), this, String.join(", ", column.headers()), column.name()));
    }
    return place;
  }

  private OptionalInt sought(Column column) {
    String wanted = mapping.get(column.name());
    if (wanted == null) {
      return find(column.headers());
    }
    if (wanted.isBlank()) {
      return OptionalInt.empty();
    }
    OptionalInt place = find(List.of(wanted));
    if (place.isEmpty()) {
      throw new UnusableFileException(
          "There is no column %s for %s; the header has: %s."
              .formatted(wanted, column.name(), this));
    }
    return place;
  }

  /** Refuses a mapping of something that the format does not read. */
  void requireOnly(String format, List<Column> columns) {
    List<String> known = columns.stream().map(Column::name).toList();
    for (String name : mapping.keySet()) {
      if (!known.contains(name)) {
        throw new UnusableFileException(
            "--map %s: the format %s has no %s; it has %s."
                .formatted(name, format, name, String.join(", ", known)));
      }
    }
  }

  /** Which columns were taken for what, as {@code contact=ContactId, deal=OpportunityId}. */
  String taken() {
    return taken.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The columns that were not read, with the reason behind those that might have been. */
  List<String> unread() {
    List<String> unread = new ArrayList<>();
    for (int place = 0; place < names.size(); place++) {
      String name = names.get(place);
      if (!used.containsKey(place) && !name.isEmpty() && !RejectedRowCells.NAMES.contains(name)) {
        String reason = unreadable.get(place);
        unread.add(reason == null ? name : "%s (%s)".formatted(name, reason));
      }
    }
    return unread;
  }

  @Override
  public String toString() {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "));
  }

  private OptionalInt find(List<String> candidates) {
    for (String candidate : candidates) {
      List<Integer> places = places(plain(candidate));
      if (places.size() > 1) {
        throw new UnusableFileException(
            "The header has the column %s %d times; give them different names."
                .formatted(candidate, places.size()));
      }
      if (!places.isEmpty()) {
        return OptionalInt.of(places.get(0));
      }
    }
    return OptionalInt.empty();
  }

  private List<Integer> places(String plain) {
    List<Integer> places = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      if (plain(names.get(index)).equals(plain)) {
        places.add(index);
      }
    }
    return places;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
