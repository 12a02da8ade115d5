package io.dealsync.plan;

import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Picks the gentlest call whose effect is the target. Single adds and deletes do not overwrite what
 * a person does to the deal's other links in the same moment; a full replace does (contract 9).
 */
public final class MethodChooser {

  private static final int STEP = 10;

  private final Comparison comparison;

  public MethodChooser(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * The call that turns {@code before} into {@code target}.
   *
   * @param mode {@link Mode#ADD_ONLY} never gets a call that could remove a link
   */
  public Method choose(LinkImage before, LinkSet target, Mode mode) {
    if (before.wellFormed() && comparison.same(before.canonical(), target)) {
      return new Method.Keep();
    }
    if (mode == Mode.ADD_ONLY) {
      return new Method.Add(missing(before, target));
    }
    if (target.isEmpty()) {
      return new Method.ClearAll();
    }
    if (!before.wellFormed()) {
      return new Method.ReplaceAll(repairing(before, target));
    }
    return addition(before, target)
        .or(() -> removal(before, target))
        .orElseGet(() -> new Method.ReplaceAll(target.wantable().links()));
  }

  private static List<Link> missing(LinkImage before, LinkSet target) {
    LinkSet present = before.canonical();
    return target.links().stream().filter(link -> !present.contains(link.contact())).toList();
  }

  private Optional<Method> addition(LinkImage before, LinkSet target) {
    List<Link> missing = missing(before, target);
    if (missing.size() != 1 || target.size() != before.rows().size() + 1) {
      return Optional.empty();
    }
    return fitting(before, target, missing.get(0))
        .filter(link -> comparison.same(afterAdding(before, link), target))
        .map(link -> new Method.Add(List.of(link)));
  }

  /** The link with a SORT that puts it between its neighbours as the portal has them. */
  private Optional<Link> fitting(LinkImage before, LinkSet target, Link link) {
    if (comparison == Comparison.EXACT) {
      return Optional.of(link);
    }
    int position = target.links().indexOf(link);
    int previous = position == 0 ? 0 : Math.max(0, before.rows().get(position - 1).sort());
    if (position == before.rows().size()) {
      return sortAfter(previous, link);
    }
    int next = before.rows().get(position).sort();
    if (link.sort() > previous && link.sort() < next) {
      return Optional.of(link);
    }
    long middle = ((long) previous + next) / 2;
    return middle > previous && middle < next
        ? Optional.of(new Link(link.contact(), (int) middle, link.primary()))
        : Optional.empty();
  }

  private static Optional<Link> sortAfter(int previous, Link link) {
    if (link.sort() > previous) {
      return Optional.of(link);
    }
    return previous > Integer.MAX_VALUE - STEP
        ? Optional.empty()
        : Optional.of(new Link(link.contact(), previous + STEP, link.primary()));
  }

  /** A new primary demotes the old one; the first link is primary anyway (contract 1.3). */
  private static LinkSet afterAdding(LinkImage before, Link added) {
    List<Link> rows = new ArrayList<>();
    for (Link row : before.rows()) {
      rows.add(new Link(row.contact(), row.sort(), row.primary() && !added.primary()));
    }
    rows.add(added);
    return LinkSet.of(rows);
  }

  private Optional<Method> removal(LinkImage before, LinkSet target) {
    List<Long> surplus = before.canonical().minus(target);
    if (surplus.size() != 1 || target.size() != before.rows().size() - 1) {
      return Optional.empty();
    }
    long contact = surplus.get(0);
    List<Link> rest = before.rows().stream().filter(row -> row.contact() != contact).toList();
    return comparison.same(LinkSet.of(rest), target)
        ? Optional.of(new Method.Remove(contact))
        : Optional.empty();
  }

  private static List<Link> numbered(LinkSet target, int shift) {
    List<Link> rows = new ArrayList<>();
    for (Link link : target.links()) {
      rows.add(new Link(link.contact(), (rows.size() + 1) * STEP + shift, link.primary()));
    }
    return rows;
  }

  /**
   * Rows after which only one primary is left. The portal leaves a row alone whose SORT it finds
   * unchanged, and so a second primary can survive (contract 1.9, S10); such a row gets another
   * SORT. Where SORT is compared, it takes a second change to give it the wanted one.
   */
  private static List<Link> repairing(LinkImage before, LinkSet target) {
    List<Link> rows = target.wantable().links();
    for (int shift = 1; leavesSecondPrimary(before, rows); shift++) {
      rows = numbered(target, shift);
    }
    return rows;
  }

  private static boolean leavesSecondPrimary(LinkImage before, List<Link> rows) {
    return before.rows().stream()
        .filter(Link::primary)
        .map(row -> new Link(row.contact(), row.sort(), false))
        .anyMatch(rows::contains);
  }
}
