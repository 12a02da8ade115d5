package io.dealsync.plan;

import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a pushed change has itself made of a deal, as far as the portal shows it: the differences
 * between before-image and target, link by link, with primary, order and SORT values. All else that
 * the portal shows was done by someone else.
 *
 * @param change the change, which may have taken effect in part or altogether
 * @param now what the portal has after it
 */
public record OwnWork(Change change, LinkImage now) {

  private static final int STEP = 10;

  /**
   * What both sides agree on by now: the mirror's side of the change, without own work that the
   * portal does not show. Merged against it, own work counts as agreed and everybody else's as a
   * change. Empty when the portal shows nothing of it.
   */
  public Optional<LinkSet> agreed() {
    return onto(change.adoption().map(Adoption::from).orElse(change.target()));
  }

  /** As {@link #agreed}, with the target itself as the mirror's side. */
  public Optional<LinkSet> agreedTarget() {
    return onto(change.target());
  }

  private Optional<LinkSet> onto(LinkSet wanted) {
    if (isWithoutBase() || now.equals(change.before()) || !isVisible()) {
      return Optional.empty();
    }
    List<Long> order = order(wanted);
    Optional<Long> primary = primary(wanted);
    List<Link> links = new ArrayList<>(order.size());
    for (long contact : order) {
      links.add(link(contact, sort(contact, wanted), primary));
    }
    LinkSet set = LinkSet.of(links);
    return Optional.of(set.contacts().equals(order) ? set : numbered(order, primary));
  }

  /** Nothing sent, or only added to what the portal has: no base tells what becomes of the deal. */
  private boolean isWithoutBase() {
    return change.method() instanceof Method.Keep || change.mode() == Mode.ADD_ONLY;
  }

  private static Link link(long contact, int sort, Optional<Long> primary) {
    return new Link(contact, sort, primary.equals(Optional.of(contact)));
  }

  private static LinkSet numbered(List<Long> order, Optional<Long> primary) {
    List<Link> links = new ArrayList<>(order.size());
    for (long contact : order) {
      links.add(link(contact, (links.size() + 1) * STEP, primary));
    }
    return LinkSet.of(links);
  }

  private LinkSet before() {
    return change.before().canonical();
  }

  private LinkSet target() {
    return change.target();
  }

  private LinkSet found() {
    return now.canonical();
  }

  private boolean isVisible() {
    return added().stream().anyMatch(contact -> found().contains(contact))
        || removed().stream().anyMatch(contact -> !found().contains(contact))
        || (!change.before().wellFormed() && now.wellFormed())
        || (isPrimaryMoved() && !found().isEmpty() && found().primary() == target().primary())
        || (isReordered() && !isOrderAsBefore())
        || found().contacts().stream().anyMatch(this::hasOwnSort);
  }

  private List<Long> added() {
    return target().minus(before());
  }

  private List<Long> removed() {
    return before().minus(target());
  }

  /** Which contacts are linked, in the order of whoever has it by now. */
  private List<Long> order(LinkSet wanted) {
    List<Long> members = new ArrayList<>(wanted.contacts());
    members.removeIf(contact -> added().contains(contact) && !found().contains(contact));
    List<Long> still = removed().stream().filter(found()::contains).toList();
    members.addAll(still.stream().filter(contact -> !members.contains(contact)).toList());
    boolean asBefore = isReordered() && isOrderAsBefore();
    LinkSet leading = asBefore ? before() : wanted;
    LinkSet other = asBefore ? wanted : before();
    List<Long> order =
        new ArrayList<>(leading.contacts().stream().filter(members::contains).toList());
    long previous = 0;
    for (long contact : other.contacts()) {
      if (members.contains(contact)) {
        if (!order.contains(contact)) {
          order.add(order.indexOf(previous) + 1, contact);
        }
        previous = contact;
      }
    }
    return order;
  }

  private boolean isReordered() {
    return !common(target(), before()).equals(common(before(), target()));
  }

  private boolean isOrderAsBefore() {
    List<Long> kept = common(before(), target()).stream().filter(found()::contains).toList();
    return found().contacts().stream().filter(kept::contains).toList().equals(kept);
  }

  private static List<Long> common(LinkSet side, LinkSet other) {
    return side.contacts().stream().filter(other::contains).toList();
  }

  private boolean isPrimaryMoved() {
    return !target().isEmpty() && (before().isEmpty() || before().primary() != target().primary());
  }

  private Optional<Long> primary(LinkSet wanted) {
    boolean asBefore =
        isPrimaryMoved()
            && !before().isEmpty()
            && !found().isEmpty()
            && found().primary() == before().primary();
    if (asBefore) {
      return Optional.of(before().primary());
    }
    return wanted.isEmpty() ? Optional.empty() : Optional.of(wanted.primary());
  }

  private int sort(long contact, LinkSet wanted) {
    OptionalInt old = before().sort(contact);
    OptionalInt seen = found().sort(contact);
    boolean isOwn = hasOwnSort(contact);
    if (isOwn && !seen.equals(target().sort(contact))) {
      return seen.orElseThrow();
    }
    if (!isOwn && old.isPresent() && old.equals(seen) && !old.equals(target().sort(contact))) {
      return old.getAsInt();
    }
    return wanted.sort(contact).orElseGet(() -> old.orElse(0));
  }

  /** Whether a link has a SORT value that only an own call has given it. */
  private boolean hasOwnSort(long contact) {
    OptionalInt seen = found().sort(contact);
    return seen.isPresent()
        && !seen.equals(before().sort(contact))
        && written().stream()
            .anyMatch(row -> row.contact() == contact && row.sort() == seen.getAsInt());
  }

  /** By the call intended last, or by the first of the two that a repair can take. */
  private List<Link> written() {
    return Stream.concat(rows(change.method()).stream(), rows(firstOfRepair()).stream()).toList();
  }

  private Method firstOfRepair() {
    return change.before().wellFormed()
        ? new Method.Keep()
        : new MethodChooser(Comparison.ORDER).choose(change.before(), target(), change.mode());
  }

  private static List<Link> rows(Method method) {
    return switch (method) {
      case Method.Add add -> add.links();
      case Method.ReplaceAll replace -> replace.rows();
      case Method.Remove ignored -> List.of();
      case Method.ClearAll ignored -> List.of();
      case Method.Keep ignored -> List.of();
    };
  }
}
