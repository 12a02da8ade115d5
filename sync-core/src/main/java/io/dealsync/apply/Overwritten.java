package io.dealsync.apply;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What someone else did to a deal between its last reading and the call that overwrote it.
 *
 * @param change the change whose call did
 * @param found what the deal had immediately before the call, other than the change's before-image
 */
record Overwritten(Change change, LinkImage found) {

  /** The before-image of earlier attempts, with what someone else did since. */
  LinkImage onto(LinkImage first) {
    LinkImage expected = change.before();
    if (first.equals(expected)) {
      return found;
    }
    List<Link> rows = new ArrayList<>();
    for (Link row : first.rows()) {
      if (has(found, row.contact()) || !has(expected, row.contact())) {
        rows.add(row);
      }
    }
    for (Link row : found.rows()) {
      if (!has(expected, row.contact()) && !has(first, row.contact())) {
        rows.add(new Link(row.contact(), row.sort(), false));
      }
    }
    return new LinkImage(rows);
  }

  private static boolean has(LinkImage image, long contact) {
    return image.rows().stream().anyMatch(row -> row.contact() == contact);
  }

  /** What was overwritten, in a sentence. */
  String words() {
    LinkSet expected = change.before().canonical();
    LinkSet seen = found.canonical();
    List<String> parts = new ArrayList<>();
    add(parts, "link of", seen.minus(expected));
    add(parts, "unlinking of", expected.minus(seen));
    if (parts.isEmpty()) {
      parts.add("change of " + (seen.sameOrder(expected) ? "SORT values" : "order or primary"));
    }
    return "A colleague's %s %s overwritten within the same second."
        .formatted(String.join(" and ", parts), parts.size() == 1 ? "was" : "were");
  }

  private static void add(List<String> parts, String what, List<Long> contacts) {
    if (!contacts.isEmpty()) {
      parts.add(
          "%s contact%s %s"
              .formatted(
                  what,
                  contacts.size() == 1 ? "" : "s",
                  contacts.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
  }
}
