package io.dealsync.app;

import io.dealsync.desired.Mode;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.LinkWrite;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees every state that a deal goes through and names those that nobody can account for: a state is
 * a before-image of a change, its target, a step between the two, or what someone else made.
 */
final class DamageWatch {

  private final InstantSource clock;
  private final Map<Long, Change> intended = new HashMap<>();
  private final Map<Long, Instant> touchedByOthers = new HashMap<>();
  private final List<String> damage = new ArrayList<>();

  DamageWatch(InstantSource clock) {
    this.clock = clock;
  }

  /** States that should never have been. */
  synchronized List<String> damage() {
    return List.copyOf(damage);
  }

  /** Changes that are about to be sent. */
  synchronized void intend(List<Change> changes) {
    changes.forEach(change -> intended.put(change.deal(), change));
  }

  /** A deal's rows have changed. */
  synchronized void see(LinkWrite write) {
    switch (write.author()) {
      case THIRD_PARTY -> touchedByOthers.put(write.dealId(), clock.instant());
      case REST ->
          misdeed(write)
              .ifPresent(
                  why ->
                      damage.add(
                          "deal %d: [%s] -> [%s]: %s (%s)"
                              .formatted(
                                  write.dealId(),
                                  LinkRow.format(write.before()),
                                  LinkRow.format(write.after()),
                                  why,
                                  intended.get(write.dealId()))));
    }
  }

  private Optional<String> misdeed(LinkWrite write) {
    Change change = intended.get(write.dealId());
    if (change == null) {
      return Optional.of("written without a change");
    }
    LinkImage before = image(write.before());
    LinkImage after = image(write.after());
    if (!startsWhereSeen(change, before)) {
      return Optional.of("overwrites what was there before the deal was read");
    }
    if (change.mode() == Mode.ADD_ONLY && !contacts(after).containsAll(contacts(before))) {
      return Optional.of("add_only lost a link");
    }
    return isStepOf(change, before, after)
        ? Optional.empty()
        : Optional.of("neither target nor a step towards it");
  }

  /** Only what others do after a deal was read may be overwritten: nobody can prevent that. */
  private boolean startsWhereSeen(Change change, LinkImage before) {
    return before.equals(change.before())
        || isPartOfAdding(change, before)
        || !touchedByOthers.getOrDefault(change.deal(), Instant.MIN).isBefore(change.observedAt());
  }

  private static boolean isPartOfAdding(Change change, LinkImage rows) {
    return change.method() instanceof Method.Add add
        && contacts(rows).containsAll(contacts(change.before()))
        && rows.rows().stream()
            .map(Link::contact)
            .filter(contact -> !contacts(change.before()).contains(contact))
            .allMatch(contact -> add.links().stream().anyMatch(link -> link.contact() == contact));
  }

  private static boolean isStepOf(Change change, LinkImage before, LinkImage after) {
    boolean undisturbed = before.equals(change.before());
    return switch (change.method()) {
      case Method.Add add -> isOneMore(add, before, after);
      case Method.Remove remove ->
          contacts(after).equals(without(contacts(before), remove.contact()));
      case Method.ReplaceAll all ->
          isHalf(all, before, after)
              || (undisturbed
                  ? after.equals(new LinkImage(all.rows()))
                  : contacts(after).equals(contacts(new LinkImage(all.rows()))));
      case Method.ClearAll ignored -> after.isEmpty();
      case Method.Keep ignored -> false;
    };
  }

  /** The portal's own: it unlinks, then links, and may die in between (contract 1.6). */
  private static boolean isHalf(Method.ReplaceAll all, LinkImage before, LinkImage after) {
    List<Long> wanted = contacts(new LinkImage(all.rows()));
    return after
        .rows()
        .equals(before.rows().stream().filter(row -> wanted.contains(row.contact())).toList());
  }

  private static boolean isOneMore(Method.Add add, LinkImage before, LinkImage after) {
    List<Link> added =
        after.rows().stream().filter(row -> !contacts(before).contains(row.contact())).toList();
    return added.size() == 1
        && after.rows().size() == before.rows().size() + 1
        && add.links().stream()
            .anyMatch(
                link ->
                    link.contact() == added.get(0).contact() && link.sort() == added.get(0).sort());
  }

  private static List<Long> contacts(LinkImage image) {
    return image.rows().stream().map(Link::contact).toList();
  }

  private static List<Long> without(List<Long> contacts, long contact) {
    return contacts.stream().filter(each -> each != contact).toList();
  }

  private static LinkImage image(List<LinkRow> rows) {
    return new LinkImage(
        rows.stream().map(row -> new Link(row.contactId(), row.sort(), row.primary())).toList());
  }
}
