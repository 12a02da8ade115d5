package io.dealsync.db;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Link images as the three arrays of a database row: contacts and SORT values in canonical order,
 * and the contacts that are flagged primary.
 */
final class Images {

  private Images() {}

  static LinkImage image(Long[] contacts, Integer[] sorts, Long[] primaries) {
    Set<Long> flagged = new HashSet<>(Arrays.asList(primaries));
    List<Link> rows = new ArrayList<>(contacts.length);
    for (int i = 0; i < contacts.length; i++) {
      rows.add(new Link(contacts[i], sorts[i], flagged.contains(contacts[i])));
    }
    return new LinkImage(rows);
  }

  /** An array literal: PostgreSQL cannot unnest an array of arrays of different lengths. */
  static String contacts(LinkImage image) {
    return image.rows().stream()
        .map(row -> Long.toString(row.contact()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String sorts(LinkImage image) {
    return image.rows().stream()
        .map(row -> Integer.toString(row.sort()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String primaries(LinkImage image) {
    return image.rows().stream()
        .filter(Link::primary)
        .map(row -> Long.toString(row.contact()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
