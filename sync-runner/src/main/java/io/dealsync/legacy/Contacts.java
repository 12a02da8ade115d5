package io.dealsync.legacy;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The contacts of the other CRM by name, phone and e-mail, from a table of the user's own: exports
 * of lists have names where ids should be. What fits several contacts is told, never guessed.
 */
final class Contacts {

  /** No such table. */
  static final Contacts UNKNOWN = new Contacts(Optional.empty());

  private static final int SHORTEST_PHONE = 7;
  private static final int SIGNIFICANT = 10;
  private static final int SHOWN = 5;

  private static final Column ID =
      Column.required("id", "id", "contact id", "record id", "legacy id", "код", "id контакта");
  private static final List<Column> NAMES =
      List.of(
          Column.optional("name", "name", "full name", "contact name", "contact full name"),
          Column.optional(
              "имя", "имя", "полное имя", "полное имя контакта", "наименование", "фио"));
  private static final List<Column> ADDRESSES =
      List.of(
          Column.optional("phone", "phone", "phone number", "work phone", "телефон"),
          Column.optional("mobile", "mobile", "mobile phone", "мобильный", "мобильный телефон"),
          Column.optional("email", "email", "e-mail", "work email", "почта", "email адрес"));

  private final Optional<ContactSource> source;
  private final Map<String, Set<String>> byKey = new HashMap<>();
  private final Set<String> ids = new LinkedHashSet<>();

  Contacts(Optional<ContactSource> source) {
    this.source = source;
  }

  /** Whether there is a table. */
  boolean areKnown() {
    return source.isPresent();
  }

  /**
   * Reads the table, if there is one.
   *
   * @throws UnusableFileException when it has no ids, or nothing to find them by
   */
  void load(DataSource database) {
    source.ifPresent(
        from -> {
          try (Table table = from.open(database)) {
            load(table);
          }
        });
  }

  private void load(Table table) {
    Header header = new Header(table.header(), Map.of());
    Cell id = header.cell(ID);
    List<Cell> names = NAMES.stream().map(header::cell).toList();
    List<Cell> addresses = ADDRESSES.stream().map(header::cell).toList();
    if (header.taken().indexOf(',') < 0) {
      throw new UnusableFileException(
          "The table of contacts has ids and nothing to find them by: a name, phone or email. It"
              + " has: %s.".formatted(header));
    }
    int columns = table.header().size();
    while (table.hasNext()) {
      Row row = table.next();
      if (row.size() == columns && !id.in(row).isEmpty()) {
        String contact = id.in(row);
        ids.add(contact);
        names.forEach(name -> know(name(name.in(row)), contact));
        addresses.forEach(address -> know(address(address.in(row)), contact));
      }
    }
  }

  private void know(String key, String contact) {
    if (!key.isEmpty()) {
      byKey.computeIfAbsent(key, ignored -> new LinkedHashSet<>(2)).add(contact);
    }
  }

  /** Whether any contact is called so. */
  boolean has(String text) {
    return !ids(text).isEmpty();
  }

  /** The ids of the contacts that a text names: by id, name, phone or e-mail. */
  Set<String> ids(String text) {
    if (ids.contains(text)) {
      return Set.of(text);
    }
    Set<String> found = byKey.getOrDefault(address(text), Set.of());
    return found.isEmpty() ? byKey.getOrDefault(name(text), Set.of()) : found;
  }

  /**
   * The id of the contact that a text names.
   *
   * @throws BadValue when no contact is called so, or several are
   */
  String id(String text) {
    Set<String> found = ids(text);
    if (found.isEmpty()) {
      throw new BadValue("no contact of the table is %s".formatted(Value.shown(text)));
    }
    if (found.size() > 1) {
      throw new BadValue(
          "%d contacts are %s: %s"
              .formatted(
                  found.size(),
                  Value.shown(text),
                  found.stream().limit(SHOWN).collect(Collectors.joining(", "))));
    }
    return found.iterator().next();
  }

  private static String name(String text) {
    return text.toLowerCase(Locale.ROOT).replace('ё', 'е').replaceAll("[\\s\\u00A0]+", " ");
  }

  /** An e-mail in lower case, or the last digits of a phone; blank when it is neither. */
  private static String address(String text) {
    if (text.contains("@")) {
      return text.toLowerCase(Locale.ROOT);
    }
    String digits = text.replaceAll("[^0-9]", "");
    boolean phone = digits.length() >= SHORTEST_PHONE && text.matches("[+0-9 ().\\-\\u00A0/]+");
    return phone ? "phone " + digits.substring(Math.max(0, digits.length() - SIGNIFICANT)) : "";
  }
}
