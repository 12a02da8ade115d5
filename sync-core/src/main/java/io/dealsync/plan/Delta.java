package io.dealsync.plan;

import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What changes for a deal, in countable parts.
 *
 * @param added contacts that get linked, in the target's order
 * @param removed contacts that get unlinked, in the old order
 * @param emptied whether the deal loses its last contact
 * @param action one word for the whole
 * @param words a phrase for people: {@code link 54; unlink 60; primary 55 → 54}
 */
public record Delta(
    List<Long> added, List<Long> removed, boolean emptied, Action action, String words) {

  /** One word for what happens to a deal. */
  public enum Action {
    /** Contacts are linked, none is unlinked. */
    LINK,
    /** Contacts are unlinked, none is linked. */
    UNLINK,
    /** Contacts are linked and others unlinked. */
    REPLACE,
    /** Only the primary moves. */
    PROMOTE,
    /** Only the order changes, and perhaps the primary. */
    REORDER,
    /** Every contact is unlinked. */
    CLEAR,
    /** A deal without contacts gets some. */
    FILL,
    /** The same links, with damage or SORT values put right. */
    REPAIR,
    /** The portal stays as it is, the desired side learns from it. */
    ADOPT,
    /** The portal stays as it is, the deal is managed no more. */
    UNMANAGE;

    /** The action as stored and shown. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A deal that is managed no more. */
  static final Delta UNMANAGED =
      new Delta(List.of(), List.of(), false, Action.UNMANAGE, "managed no more");

  public Delta {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /** Compares the portal's rows with what it shall have. */
  public static Delta between(LinkImage before, LinkSet target) {
    LinkSet old = before.canonical();
    List<Long> added = target.minus(old);
    List<Long> removed = old.minus(target);
    boolean emptied = target.isEmpty() && !before.isEmpty();
    Action action = action(before, old, target, added, removed);
    return new Delta(added, removed, emptied, action, words(before, old, target, added, removed));
  }

  /** This delta together with what the desired side learns; a link lost on either side counts. */
  Delta with(Adoption adoption, boolean portalStays) {
    Delta learned = between(adoption.from().asImage(), adoption.to());
    return new Delta(
        added,
        Stream.concat(removed.stream(), learned.removed.stream()).distinct().toList(),
        emptied || learned.emptied,
        portalStays ? Action.ADOPT : action,
        (portalStays ? "" : words + "; ") + "mirror adopts: " + learned.words);
  }

  private static Action action(
      LinkImage before, LinkSet old, LinkSet target, List<Long> added, List<Long> removed) {
    if (target.isEmpty() && !before.isEmpty()) {
      return Action.CLEAR;
    }
    if (before.isEmpty() && !target.isEmpty()) {
      return Action.FILL;
    }
    if (!added.isEmpty()) {
      return removed.isEmpty() ? Action.LINK : Action.REPLACE;
    }
    if (!removed.isEmpty()) {
      return Action.UNLINK;
    }
    if (!old.contacts().equals(target.contacts())) {
      return Action.REORDER;
    }
    return old.sameOrder(target) ? Action.REPAIR : Action.PROMOTE;
  }

  private static String words(
      LinkImage before, LinkSet old, LinkSet target, List<Long> added, List<Long> removed) {
    List<String> parts = new ArrayList<>();
    if (!added.isEmpty()) {
      parts.add("link " + joined(added));
    }
    if (!removed.isEmpty()) {
      parts.add(target.isEmpty() ? "unlink all: " + joined(removed) : "unlink " + joined(removed));
    }
    if (keptOrderDiffers(old, target)) {
      parts.add("order " + joined(old.contacts()) + " → " + joined(target.contacts()));
    }
    if (!before.wellFormed()) {
      parts.add(before.primaries() == 0 ? "portal has no primary" : "portal has two primaries");
    } else if (!old.isEmpty() && !target.isEmpty() && old.primary() != target.primary()) {
      parts.add("primary " + old.primary() + " → " + target.primary());
    }
    return parts.isEmpty() ? "SORT values" : String.join("; ", parts);
  }

  private static boolean keptOrderDiffers(LinkSet old, LinkSet target) {
    return !old.contacts().stream()
        .filter(target::contains)
        .toList()
        .equals(target.contacts().stream().filter(old::contains).toList());
  }

  private static String joined(List<Long> contacts) {
    return contacts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
