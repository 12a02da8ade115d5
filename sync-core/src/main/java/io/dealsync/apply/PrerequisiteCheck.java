package io.dealsync.apply;

import io.dealsync.decide.HoldReason;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.plan.Change;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.Portal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the portal for what a change takes for granted: that contacts to be linked exist, because
 * Bitrix24 links ids that do not, that a deal without links exists at all, since a missing one
 * looks the same (contract 1.1), and that a deal is no template for recurring ones, which takes
 * every call as if it were (contract 1.8). Changes gather here, so that one request answers for
 * many of them.
 */
public final class PrerequisiteCheck {

  /** As many ids as one request can look up: 50 commands of 50 ids. */
  private static final int ENOUGH = 2500;

  private static final String MISSING =
      "The deal does not exist on the portal, or cannot be seen there.";

  /** What people read of a deal that is none. */
  public static final String TEMPLATE =
      "It is a template for recurring deals, and those are left alone.";

  private final Portal portal;
  private final List<Change> waiting = new ArrayList<>();
  private final Set<Long> contacts = new TreeSet<>();
  private final Set<Long> deals = new TreeSet<>();
  private final Set<Long> knownContacts = new HashSet<>();
  private final Set<Long> knownDeals = new HashSet<>();
  private final Set<Long> knownTemplates = new HashSet<>();

  public PrerequisiteCheck(Portal portal) {
    this.portal = portal;
  }

  /** What was just found need not be asked for by the changes that gather now. */
  public void know(ExistingIds found) {
    knownContacts.addAll(found.contacts());
    knownDeals.addAll(found.deals());
    knownTemplates.addAll(found.templates());
  }

  /**
   * Takes in a change of a deal that the portal's list has not shown in this run: it may be a
   * template. Nothing is asked yet.
   */
  public void addUnlisted(Change change) {
    add(change);
    seek(change.deal());
  }

  /**
   * Takes in a change of a deal that the portal's list has shown, now or to the run that decided
   * the change before. Nothing is asked yet.
   */
  public void add(Change change) {
    waiting.add(change);
    change.delta().added().stream()
        .filter(contact -> !knownContacts.contains(contact))
        .forEach(contacts::add);
    if (change.before().isEmpty()) {
      seek(change.deal());
    }
  }

  private void seek(long deal) {
    if (!knownDeals.contains(deal) && !knownTemplates.contains(deal)) {
      deals.add(deal);
    }
  }

  /** Whether enough came together for one request. */
  public boolean isFull() {
    return contacts.size() + deals.size() >= ENOUGH || waiting.size() >= ENOUGH;
  }

  /** Changes that may go on, and deals that are held; in the order in which they came. */
  public Confirmed confirm() {
    if (!contacts.isEmpty() || !deals.isEmpty()) {
      know(portal.existing(deals, contacts));
    }
    Confirmed confirmed = new Confirmed(new ArrayList<>(), new ArrayList<>());
    for (Change change : waiting) {
      obstacle(change)
          .ifPresentOrElse(confirmed.holds()::add, () -> confirmed.changes().add(change));
    }
    waiting.clear();
    contacts.clear();
    deals.clear();
    knownContacts.clear();
    knownDeals.clear();
    knownTemplates.clear();
    return confirmed;
  }

  private Optional<HeldDeal> obstacle(Change change) {
    long deal = change.deal();
    if (knownTemplates.contains(deal)) {
      return Optional.of(new HeldDeal(deal, HoldReason.DEAL_TEMPLATE, TEMPLATE, change.edit()));
    }
    if (change.before().isEmpty() && !knownDeals.contains(deal)) {
      return Optional.of(new HeldDeal(deal, HoldReason.DEAL_MISSING, MISSING, change.edit()));
    }
    List<Long> gone =
        change.delta().added().stream()
            .filter(contact -> !knownContacts.contains(contact))
            .toList();
    return gone.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HeldDeal(
                deal,
                HoldReason.CONTACT_MISSING,
                contactsMissing(gone),
                gone,
                change.edit(),
                false));
  }

  private static String contactsMissing(List<Long> gone) {
    String ids = String.join(", ", gone.stream().map(String::valueOf).toList());
    return gone.size() == 1
        ? "Contact " + ids + " does not exist on the portal, or cannot be seen there."
        : "Contacts " + ids + " do not exist on the portal, or cannot be seen there.";
  }

  /**
   * What the portal answered.
   *
   * @param changes those that may go on
   * @param holds deals whose contacts, or which themselves, are gone
   */
  public record Confirmed(List<Change> changes, List<HeldDeal> holds) {

    /** How the others of these changes end. */
    public List<Settled> ended(List<Change> asked) {
      Map<Long, Change> byDeal =
          asked.stream().collect(Collectors.toMap(Change::deal, Function.identity()));
      return holds.stream()
          .map(
              hold ->
                  new Settled(
                      Objects.requireNonNull(byDeal.get(hold.deal())),
                      new Outcome.Held(hold.reason(), hold.detail(), hold.gone())))
          .toList();
    }
  }
}
