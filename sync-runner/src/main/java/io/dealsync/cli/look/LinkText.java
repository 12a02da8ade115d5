package io.dealsync.cli.look;

import io.dealsync.link.LinkImage;
import java.util.stream.Collectors;

/** A portal's rows as people read them. */
final class LinkText {

  private LinkText() {}

  /**
   * The contacts in the portal's order, each primary with a star: {@code 839* 872}; two stars or
   * none are what the portal had.
   */
  static String of(LinkImage image) {
    return image.rows().isEmpty()
        ? "none"
        : image.rows().stream()
            .map(row -> row.contact() + (row.primary() ? "*" : ""))
            .collect(Collectors.joining(" "));
  }
}
