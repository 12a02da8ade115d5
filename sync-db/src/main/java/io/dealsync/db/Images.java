package io.dealsync.db;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Link images as the three arrays of a database row: contacts and SORT values in canonical order,
 * and the contacts that are flagged primary.
 */
final class Images {

  private Images() {}

  static LinkImage image(Long[] contacts, Integer[] sorts, Long[] primaries) {
    List<Link> rows = new ArrayList<>(contacts.length);
    for (int i = 0; i < contacts.length; i++) {
      rows.add(new Link(contacts[i], sorts[i], isAmong(primaries, contacts[i])));
    }
    return new LinkImage(rows);
  }

  static String contacts(LinkImage image) {
    return array(image.rows().stream().map(Link::contact).toList());
  }

  static String sorts(LinkImage image) {
    return array(image.rows().stream().map(Link::sort).toList());
  }

  static String primaries(LinkImage image) {
    return array(image.rows().stream().filter(Link::primary).map(Link::contact).toList());
  }

  private static boolean isAmong(Long[] primaries, long contact) {
    for (long primary : primaries) {
      if (primary == contact) {
        return true;
      }
    }
    return false;
  }

  /** An array literal: PostgreSQL cannot unnest an array of arrays of different lengths. */
  static String array(List<? extends Number> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
