package io.dealsync.plan;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.List;

/** What single calls make of well-formed rows. */
final class Effects {

  private Effects() {}

  /** The first link of a deal is primary anyway; a new primary demotes the old one. */
  static LinkImage adding(LinkImage before, List<Link> links) {
    List<Link> rows = new ArrayList<>(before.rows());
    for (Link link : links) {
      boolean isPrimary = link.primary() || rows.isEmpty();
      if (isPrimary) {
        rows.replaceAll(row -> row.asPrimary(false));
      }
      rows.add(link.asPrimary(isPrimary));
    }
    return new LinkImage(rows);
  }

  /** With the primary gone, the first of the others takes its place. */
  static LinkImage removing(LinkImage before, long contact) {
    return LinkSet.of(before.rows().stream().filter(row -> row.contact() != contact).toList())
        .asImage();
  }
}
