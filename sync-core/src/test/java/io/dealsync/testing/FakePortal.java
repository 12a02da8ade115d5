package io.dealsync.testing;

import io.dealsync.desired.Mode;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.Answers;
import io.dealsync.portal.DealCatalog;
import io.dealsync.portal.DealCondition;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.IdLookup;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Portal;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.Questions;
import io.dealsync.portal.ReadBack;
import io.dealsync.portal.SendGate;
import io.dealsync.portal.Traffic;
import io.dealsync.portal.WriteResult;
import io.dealsync.portal.WriteRound;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A portal in memory with Bitrix24's link semantics. It can be damaged, edited by others between
 * two calls, and made to fail in every way the port knows; it remembers what was sent and what
 * should never have been.
 */
public final class FakePortal implements Portal, DealCatalog {

  private static final int READS_PER_REQUEST = 50;
  private static final int WRITES_PER_REQUEST = 25;
  private static final int CATALOG_PAGE = 10;

  private final InstantSource clock;
  private final Map<Long, LinkTable> deals = new TreeMap<>();
  private final Set<Long> contacts = new TreeSet<>();
  private final Set<Long> denied = new TreeSet<>();
  private final Set<Long> templates = new TreeSet<>();
  private final Set<Long> lied = new TreeSet<>();
  private final Set<Long> reversed = new TreeSet<>();
  private final Set<Long> cutOff = new TreeSet<>();
  private final Set<Long> unreadable = new TreeSet<>();
  private final Map<Long, Deque<Fault>> faults = new HashMap<>();
  private final List<Change> written = new ArrayList<>();
  private final List<List<Long>> readCalls = new ArrayList<>();
  private final List<String> misdeeds = new ArrayList<>();
  private boolean missingReadsAsEmpty = true;
  private int callsBeforeFailure = Integer.MAX_VALUE;
  private PortalFailure failure = unreachable();
  private Runnable beforeCall = () -> {};
  private Consumer<List<Change>> witness = changes -> {};
  private Consumer<List<Change>> watcher = changes -> {};
  private boolean listForbidden;
  private boolean dropping;
  private boolean listLies;
  private long requests;
  private long calls;
  private final List<IdLookup> lookUps = new ArrayList<>();
  private final List<Questions> asked = new ArrayList<>();
  private boolean greeted;
  private long linksRemoved;

  public FakePortal(InstantSource clock) {
    this.clock = clock;
  }

  // What the portal is made of.

  /** A deal with these rows; their contacts exist. */
  public FakePortal deal(long deal, String rows) {
    return deal(deal, Links.image(rows));
  }

  /** A deal with these rows; their contacts exist. */
  public FakePortal deal(long deal, LinkImage rows) {
    rows.rows().forEach(row -> contacts.add(row.contact()));
    deals.put(deal, new LinkTable(rows));
    return this;
  }

  /** Contacts that exist. */
  public FakePortal contacts(long... ids) {
    for (long id : ids) {
      contacts.add(id);
    }
    return this;
  }

  /** The rows of a deal now; empty for one that does not exist. */
  public LinkImage rows(long deal) {
    LinkTable table = deals.get(deal);
    return table == null ? LinkImage.empty() : table.image();
  }

  public Set<Long> deals() {
    return deals.keySet();
  }

  /** A deal's rows under the portal's rules, for an edit by someone else. */
  public LinkTable edit(long deal) {
    return java.util.Objects.requireNonNull(deals.get(deal));
  }

  public void deleteDeal(long deal) {
    deals.remove(deal);
  }

  /** The contact disappears, and its links with it. */
  public void deleteContact(long contact) {
    contacts.remove(contact);
    deals.values().forEach(table -> table.contactDeleted(contact));
  }

  public boolean hasContact(long contact) {
    return contacts.contains(contact);
  }

  /** The deal is a template for recurring ones, which answers every call like a deal. */
  public FakePortal makeTemplate(long deal) {
    templates.add(deal);
    return this;
  }

  public void deny(long deal) {
    denied.add(deal);
  }

  public void garble(long deal) {
    unreadable.add(deal);
  }

  /** Whether the deal can be read. */
  public boolean tells(long deal) {
    return !denied.contains(deal) && !unreadable.contains(deal);
  }

  public void heal() {
    denied.clear();
    unreadable.clear();
    faults.clear();
    callsBeforeFailure = Integer.MAX_VALUE;
    beforeCall = () -> {};
  }

  // How it behaves.

  /** Older portals answer an error for a missing deal instead of {@code []}. */
  public void missingDealsAnswerNotFound() {
    missingReadsAsEmpty = false;
  }

  /** The next writes to a deal go wrong like this, one after the other. */
  public void fault(long deal, Fault... next) {
    faults.computeIfAbsent(deal, ignored -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /** So many calls of the port succeed, then all fail. */
  public void failAfter(int calls, PortalFailure with) {
    callsBeforeFailure = calls;
    failure = with;
  }

  /** Runs before every call of the port: the hand of someone else. */
  public void beforeEachCall(Runnable action) {
    beforeCall = action;
  }

  /** Sees every round of writes before it is carried out. */
  public void witness(Consumer<List<Change>> observer) {
    witness = observer;
  }

  /** As {@link #witness}, for a test beside the journal. */
  public void watch(Consumer<List<Change>> observer) {
    watcher = observer;
  }

  // What it remembers.

  /** Changes that reached the portal, in order. */
  public List<Change> written() {
    return List.copyOf(written);
  }

  /** The deals of every read call. */
  public List<List<Long>> readCalls() {
    return List.copyOf(readCalls);
  }

  /** What was asked at once, each time. */
  public List<Questions> asked() {
    return List.copyOf(asked);
  }

  /** From now on it is another process that asks. */
  public void reconnect() {
    greeted = false;
  }

  /** What was looked up by requests of their own. */
  public List<IdLookup> lookUps() {
    return List.copyOf(lookUps);
  }

  /** What a careful client never does; must stay empty. */
  public List<String> misdeeds() {
    return List.copyOf(misdeeds);
  }

  /** Links that writes of the port removed so far. */
  public long linksRemoved() {
    return linksRemoved;
  }

  public static PortalFailure unreachable() {
    return new PortalFailure(PortalFailure.Kind.UNREACHABLE, "The portal does not answer.");
  }

  // The port.

  @Override
  public Map<Long, Observation> read(Collection<Long> ids) {
    call(ids.size(), READS_PER_REQUEST);
    readCalls.add(List.copyOf(ids));
    Map<Long, Observation> answers = new LinkedHashMap<>();
    ids.forEach(id -> answers.put(id, observe(id)));
    return answers;
  }

  private Observation observe(long deal) {
    if (unreadable.contains(deal)) {
      return new Observation.Unreadable("not JSON", clock.instant());
    }
    if (denied.contains(deal)) {
      return new Observation.Denied("Access denied!", clock.instant());
    }
    return deals.containsKey(deal) || missingReadsAsEmpty
        ? new Observation.Present(rows(deal), clock.instant())
        : new Observation.Missing(clock.instant());
  }

  @Override
  public ExistingIds existing(Collection<Long> someDeals, Collection<Long> someContacts) {
    call(someDeals.size() + someContacts.size(), READS_PER_REQUEST * READS_PER_REQUEST);
    lookUps.add(new IdLookup(Set.copyOf(someDeals), Set.copyOf(someContacts)));
    return found(someDeals, someContacts);
  }

  private ExistingIds found(Collection<Long> someDeals, Collection<Long> someContacts) {
    Set<Long> foundDeals = new TreeSet<>(someDeals);
    foundDeals.retainAll(deals.keySet());
    foundDeals.removeAll(denied);
    Set<Long> foundTemplates = new TreeSet<>(foundDeals);
    foundTemplates.retainAll(templates);
    foundDeals.removeAll(templates);
    Set<Long> foundContacts = new TreeSet<>(someContacts);
    foundContacts.retainAll(contacts);
    return new ExistingIds(foundDeals, foundTemplates, foundContacts);
  }

  private Listing list(Collection<Long> ids) {
    call(ids.size(), READS_PER_REQUEST * READS_PER_REQUEST);
    if (listForbidden) {
      return new Listing.Refused("Access denied.");
    }
    Map<Long, Sighting> sightings = new HashMap<>();
    for (long id : ids) {
      if (deals.containsKey(id) && !denied.contains(id) && !templates.contains(id)) {
        sightings.put(id, sighting(id));
      }
    }
    return new Listing.Listed(sightings);
  }

  @Override
  public Answers ask(Questions questions) {
    asked.add(questions);
    IdLookup sought = listForbidden ? IdLookup.NOTHING : questions.sought();
    return new Answers(
        questions.listed().isEmpty() ? new Listing.Listed(Map.of()) : list(questions.listed()),
        questions.read().isEmpty() ? Map.of() : read(questions.read()),
        found(sought.deals(), sought.contacts()));
  }

  /** A list that lies cuts off the last contact. */
  private Sighting sighting(long deal) {
    LinkImage rows = rows(deal);
    List<Long> contacts =
        reversed.contains(deal)
            ? rows.canonical().contacts().reversed()
            : rows.canonical().contacts();
    return new Sighting(
        deal,
        rows.primaries() == 0 ? 0 : rows.canonical().primary(),
        (listLies || lied.contains(deal)) && contacts.size() > 1
            ? contacts.subList(0, contacts.size() - 1)
            : contacts,
        !cutOff.contains(deal));
  }

  @Override
  public OptionalLong highest() {
    call(1, 1);
    return deals.keySet().stream().mapToLong(Long::longValue).max();
  }

  /** Every condition is met. */
  @Override
  public void search(
      List<DealCondition> conditions, long after, long last, Predicate<List<Long>> sink) {
    List<Long> found =
        deals.keySet().stream()
            .filter(id -> id > after && id <= last && !templates.contains(id))
            .toList();
    call(found.size(), READS_PER_REQUEST * READS_PER_REQUEST);
    boolean goOn = true;
    for (int from = 0; goOn && from < found.size(); from += CATALOG_PAGE) {
      goOn = sink.test(found.subList(from, Math.min(found.size(), from + CATALOG_PAGE)));
    }
  }

  /** The list is not certain to show all contacts of this deal. */
  public FakePortal cutOff(long deal) {
    cutOff.add(deal);
    return this;
  }

  /** The list is kept from us. */
  public void forbidList() {
    listForbidden = true;
  }

  /** The list shows less than there is. */
  public void makeListLie() {
    listLies = true;
  }

  /** The list shows less of one deal than there is. */
  public void makeListLieAbout(long deal) {
    lied.add(deal);
  }

  /** From now on the list shows a deal's contacts, of equal SORT, the other way round. */
  public void listInReverse(long deal) {
    reversed.add(deal);
  }

  /** Travels with the first call, whichever that is. */
  @Override
  public void handshake() {
    if (!greeted) {
      call(1, 1);
    }
  }

  @Override
  public Portal until(BooleanSupplier dropped) {
    return new Portal() {
      private <T> T unlessStopped(Supplier<T> reading) {
        stopIfDropped();
        T read = reading.get();
        stopIfDropped();
        return read;
      }

      private void stopIfDropped() {
        if (dropping && dropped.getAsBoolean()) {
          throw new PortalFailure(PortalFailure.Kind.STOPPED, "Stopped while waiting.");
        }
      }

      @Override
      public Map<Long, Observation> read(Collection<Long> ids) {
        return unlessStopped(() -> FakePortal.this.read(ids));
      }

      @Override
      public Answers ask(Questions questions) {
        return unlessStopped(() -> FakePortal.this.ask(questions));
      }

      @Override
      public ExistingIds existing(Collection<Long> someDeals, Collection<Long> someContacts) {
        return unlessStopped(() -> FakePortal.this.existing(someDeals, someContacts));
      }

      @Override
      public WriteRound write(
          List<Change> changes, Duration goodFor, SendGate departure, ReadBack readBack) {
        return FakePortal.this.write(changes, goodFor, departure, readBack);
      }

      @Override
      public void handshake() {
        FakePortal.this.handshake();
      }

      @Override
      public Portal until(BooleanSupplier other) {
        return FakePortal.this.until(other);
      }

      @Override
      public Traffic traffic() {
        return FakePortal.this.traffic();
      }
    };
  }

  /** From now on a signal to stop drops the reading that is under way. */
  public void dropReadingsWhenStopped() {
    dropping = true;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(requests, 0, written.size(), calls);
  }

  @Override
  public WriteRound write(
      List<Change> changes, Duration goodFor, SendGate departure, ReadBack readBack) {
    long distinct = changes.stream().map(Change::deal).distinct().count();
    if (changes.isEmpty() || distinct != changes.size()) {
      misdeeds.add("a round without changes, or with two changes of one deal");
    }
    witness.accept(changes);
    watcher.accept(changes);
    try {
      call(changes.size(), WRITES_PER_REQUEST);
    } catch (PortalFailure broken) {
      return allNotSent(changes, broken);
    }
    Optional<String> obstacle = departure.obstacle();
    if (obstacle.isPresent()) {
      return allNotSent(changes, new PortalFailure(PortalFailure.Kind.STOPPED, obstacle.get()));
    }
    Map<Long, WriteResult> results = new HashMap<>();
    Map<Long, LinkImage> found = new HashMap<>();
    Optional<PortalFailure> broken = Optional.empty();
    for (Change change : changes) {
      if (broken.isPresent()) {
        results.put(change.deal(), new WriteResult.NotSent("the portal broke down"));
        continue;
      }
      if (change.observedAt().plus(goodFor).isBefore(clock.instant())) {
        results.put(change.deal(), new WriteResult.Overdue("the portal was busy"));
        continue;
      }
      Optional<Fault> fault = nextFault(change.deal());
      LinkImage before = rows(change.deal());
      WriteResult result = carryOut(change, fault);
      results.put(
          change.deal(), isRead(change, result, readBack) ? result : new WriteResult.Made());
      if (change.method().overwrites() && result instanceof WriteResult.Done) {
        found.put(change.deal(), before);
      }
      broken =
          fault
              .filter(
                  it -> it == Fault.BREAKDOWN_BEFORE_EFFECT || it == Fault.BREAKDOWN_AFTER_EFFECT)
              .map(it -> unreachable());
    }
    return new WriteRound(results, found, broken);
  }

  private static boolean isRead(Change change, WriteResult result, ReadBack readBack) {
    return readBack.follows(change) || !(result instanceof WriteResult.Done);
  }

  private static WriteRound allNotSent(List<Change> changes, PortalFailure broken) {
    Map<Long, WriteResult> results = new HashMap<>();
    changes.forEach(
        change -> results.put(change.deal(), new WriteResult.NotSent(broken.getMessage())));
    return new WriteRound(results, Optional.of(broken));
  }

  private Optional<Fault> nextFault(long deal) {
    Deque<Fault> queue = faults.get(deal);
    return queue == null ? Optional.empty() : Optional.ofNullable(queue.poll());
  }

  private WriteResult carryOut(Change change, Optional<Fault> fault) {
    if (fault.isEmpty()) {
      return carryOut(change);
    }
    return switch (fault.get()) {
      case LOST_BEFORE_EFFECT, BREAKDOWN_BEFORE_EFFECT -> {
        written.add(change);
        yield new WriteResult.Unknown("the answer was lost");
      }
      case LOST_AFTER_EFFECT, BREAKDOWN_AFTER_EFFECT -> {
        carryOut(change);
        yield new WriteResult.Unknown("the answer was lost");
      }
      case LOST_HALF_WAY -> {
        if (change.method() instanceof Method.ReplaceAll all && deals.containsKey(change.deal())) {
          written.add(change);
          LinkImage before = rows(change.deal());
          edit(change.deal()).setHalfWay(all.rows());
          examine(change, before, rows(change.deal()));
        } else {
          carryOut(change);
        }
        yield new WriteResult.Unknown("the answer was lost");
      }
      case REFUSED -> {
        written.add(change);
        yield new WriteResult.Refused("", "[Contact #7] You do not have permission");
      }
      case REFUSED_IN_PART -> {
        written.add(change);
        if (change.method() instanceof Method.Add add) {
          edit(change.deal()).add(add.links().get(0));
        }
        yield new WriteResult.Refused("", "No.", Optional.of(rows(change.deal())));
      }
      case NOT_SENT -> new WriteResult.NotSent("the batch ended before it");
      case OVERDUE -> new WriteResult.Overdue("the portal was busy");
      case IGNORED -> {
        written.add(change);
        yield new WriteResult.Done(rows(change.deal()));
      }
    };
  }

  private WriteResult carryOut(Change change) {
    written.add(change);
    if (denied.contains(change.deal())) {
      return new WriteResult.Refused("ACCESS_DENIED", "Access denied!");
    }
    LinkTable table = deals.get(change.deal());
    if (table == null) {
      return new WriteResult.Refused("", "Not found.");
    }
    if (templates.contains(change.deal())) {
      misdeeds.add("template " + change.deal() + " was written to");
    }
    LinkImage before = table.image();
    takeEffect(change.method(), table);
    examine(change, before, table.image());
    return new WriteResult.Done(table.image());
  }

  /** The effect of a call on a deal's rows. */
  public static void takeEffect(Method method, LinkTable table) {
    switch (method) {
      case Method.Add add -> add.links().forEach(table::add);
      case Method.Remove remove -> table.delete(remove.contact());
      case Method.ReplaceAll all -> table.set(all.rows());
      case Method.ClearAll ignored -> table.clear();
      case Method.Keep ignored -> {}
    }
  }

  private void examine(Change change, LinkImage before, LinkImage after) {
    linksRemoved += before.canonical().minus(after.canonical()).size();
    for (Link row : after.rows()) {
      boolean isNew = before.rows().stream().noneMatch(old -> old.contact() == row.contact());
      if (isNew && !contacts.contains(row.contact())) {
        misdeeds.add("deal " + change.deal() + " was linked to no contact: " + row.contact());
      }
    }
    if (change.mode() == Mode.ADD_ONLY && !kept(before, after)) {
      misdeeds.add("add_only deal " + change.deal() + " went from " + before + " to " + after);
    }
  }

  private static boolean kept(LinkImage before, LinkImage after) {
    return before.rows().stream()
        .allMatch(
            old ->
                after.rows().stream()
                    .anyMatch(row -> row.contact() == old.contact() && row.sort() == old.sort()));
  }

  private void call(int items, int perRequest) {
    greeted = true;
    beforeCall.run();
    requests += Math.max(1, (items + perRequest - 1) / perRequest);
    calls += Math.max(1, items * 50L / perRequest);
    if (callsBeforeFailure <= 0) {
      throw failure;
    }
    callsBeforeFailure--;
  }
}
