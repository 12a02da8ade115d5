package io.dealsync.legacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** A deal's list of contacts by name. Names may have commas inside, as in {@code Lee, Ann}. */
final class NamedContacts {

  private static final Pattern PART = Pattern.compile("[^;,|]+");
  private static final Pattern AROUND = Pattern.compile("^[\\[{\"'(]+|[\\]}\"')]+$");
  private static final int LONGEST_NAME = 4;

  private final Contacts contacts;

  NamedContacts(Contacts contacts) {
    this.contacts = contacts;
  }

  /**
   * Their ids. A name that several contacts have, the deal's main contact among them, is the main
   * contact's: it is one of the list.
   *
   * @throws BadValue when a name is nobody's, or that of several others
   */
  List<String> ids(String list, String mainId) {
    List<String> names = names(list);
    List<String> ids = new ArrayList<>();
    for (String name : names) {
      boolean main = contacts.ids(name).contains(mainId) && Collections.frequency(names, name) == 1;
      ids.add(main ? mainId : contacts.id(name));
    }
    return ids;
  }

  /** Of the parts between separators, as many as make a known name together. */
  private List<String> names(String list) {
    List<int[]> parts =
        PART.matcher(list).results().map(p -> new int[] {p.start(), p.end()}).toList();
    List<String> names = new ArrayList<>();
    for (int first = 0; first < parts.size(); ) {
      int length = length(list, parts, first);
      String name = text(list, parts, first, length);
      if (!name.isEmpty() && !NullMarkers.is(name)) {
        names.add(name);
      }
      first += length;
    }
    return names;
  }

  private int length(String list, List<int[]> parts, int first) {
    for (int length = Math.min(LONGEST_NAME, parts.size() - first); length > 1; length--) {
      if (contacts.has(text(list, parts, first, length))) {
        return length;
      }
    }
    return 1;
  }

  private static String text(String list, List<int[]> parts, int first, int length) {
    String text = list.substring(parts.get(first)[0], parts.get(first + length - 1)[1]);
    return VisibleText.strip(AROUND.matcher(VisibleText.strip(text)).replaceAll(""));
  }
}
