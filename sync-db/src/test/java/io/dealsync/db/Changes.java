package io.dealsync.db;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Link sets and changes in a short notation: {@code 55/10/Y 54/20/N}. */
final class Changes {

  static final Instant THEN = Instant.parse("2026-03-03T02:00:00Z");

  private Changes() {}

  static LinkImage image(String rows) {
    return new LinkImage(links(rows));
  }

  static LinkSet set(String rows) {
    return LinkSet.of(links(rows));
  }

  private static List<Link> links(String rows) {
    return rows.isBlank() ? List.of() : Arrays.stream(rows.split(" ")).map(Changes::link).toList();
  }

  private static Link link(String row) {
    String[] parts = row.split("/");
    return new Link(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2].equals("Y"));
  }

  /** A full replace under mirror-wins. */
  static Change change(long deal, String before, String target) {
    LinkSet to = set(target);
    return change(
        deal,
        before,
        target,
        to.isEmpty() ? new Method.ClearAll() : new Method.ReplaceAll(to.links()));
  }

  static Change change(long deal, String before, String target, Method method) {
    return new Change(
        deal,
        Mode.MIRROR,
        Policy.MIRROR_WINS,
        image(before),
        set(target),
        method,
        THEN,
        OptionalLong.empty());
  }

  static Change withEdit(Change change, OptionalLong edit) {
    return new Change(
        change.deal(),
        change.mode(),
        change.policy(),
        change.before(),
        change.target(),
        change.method(),
        change.observedAt(),
        edit,
        change.adoption());
  }

  static Change adopting(Change change, String from, String to) {
    return new Change(
        change.deal(),
        change.mode(),
        Policy.MERGE,
        change.before(),
        change.target(),
        change.method(),
        change.observedAt(),
        change.edit(),
        Optional.of(new Adoption(set(from), set(to))));
  }
}
