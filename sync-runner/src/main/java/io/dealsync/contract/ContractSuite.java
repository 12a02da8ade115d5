package io.dealsync.contract;

import static io.dealsync.contract.Calls.LINKS;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.portal.PortalFailure;
import io.dealsync.run.StopSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The contract's vectors and uncertainties, tried out on a few deals of a portal. Their links are
 * changed meanwhile and put back at the end, whatever happens.
 */
public final class ContractSuite implements AutoCloseable {

  private static final int MOST_CONTACTS = 4;
  private static final int FEWEST_CONTACTS = 2;

  private final RestClient rest;
  private final Calls calls;
  private final DealPreparer bench;
  private final WireNotes notes;
  private final Time time;

  /**
   * @param rest a client of the portal, which {@link #close} closes
   * @param notes what that client tells of its traffic
   */
  public ContractSuite(RestClient rest, WireNotes notes, Time time) {
    this.rest = rest;
    this.calls = new Calls(rest);
    this.bench = new DealPreparer(calls);
    this.notes = notes;
    this.time = time;
  }

  /** The portal's host. */
  public String portal() {
    return rest.portal();
  }

  /** Calls that change something, roughly, for an announcement. */
  public static int writes() {
    return Vectors.ALL.size() * 3;
  }

  /**
   * Looks at the deals and contacts; only reads.
   *
   * @param deals which deals may be changed
   * @param extra contacts to be used before those that are linked to the deals
   * @throws PortalFailure when the portal cannot be used
   */
  public Preparation prepare(List<Long> deals, List<Long> extra) {
    Map<Long, LinkImage> saved = new LinkedHashMap<>();
    List<String> obstacles = new ArrayList<>();
    Set<Long> pool = new LinkedHashSet<>(extra);
    for (long deal : deals) {
      try {
        List<JsonNode> rows = calls.rows(deal);
        LinkImage image = new LinkImage(calls.links(deal));
        saved.put(deal, image);
        image.rows().stream().map(Link::contact).forEach(pool::add);
        obstacle(deal, image, rows).ifPresent(obstacles::add);
      } catch (Calls.UnexpectedReply refused) {
        obstacles.add("deal %d cannot be read: %s".formatted(deal, refused.getMessage()));
      }
    }
    List<Long> contacts = existing(List.copyOf(pool));
    extra.stream()
        .filter(contact -> !contacts.contains(contact))
        .forEach(contact -> obstacles.add("contact %d does not exist".formatted(contact)));
    if (contacts.size() < FEWEST_CONTACTS) {
      obstacles.add(
          "%d of at least %d contacts known: name existing ones with --contact"
              .formatted(contacts.size(), FEWEST_CONTACTS));
    }
    return new Preparation(
        saved, contacts.subList(0, Math.min(MOST_CONTACTS, contacts.size())), obstacles);
  }

  /** Only what {@code items.set} can put back exactly may be touched (contract 1.6, 1.8). */
  private Optional<String> obstacle(long deal, LinkImage image, List<JsonNode> rows) {
    if (image.isEmpty() && !exists(deal)) {
      return Optional.of("deal %d does not exist".formatted(deal));
    }
    boolean plain =
        image.wellFormed()
            && image.rows().stream().allMatch(row -> row.sort() > 0)
            && rows.stream().allMatch(row -> row.path("ROLE_ID").asLong(0) == 0);
    return plain
        ? Optional.empty()
        : Optional.of(
            "deal %d could not be put back exactly: it has %s; name another one"
                .formatted(deal, image));
  }

  private boolean exists(long deal) {
    try {
      return !calls.deals("{'@id':[%d],'>id':0}".formatted(deal)).isEmpty();
    } catch (Calls.UnexpectedReply listForbidden) {
      return false;
    }
  }

  private List<Long> existing(List<Long> contacts) {
    if (contacts.isEmpty()) {
      return contacts;
    }
    try {
      List<Long> known = calls.contacts(contacts);
      return contacts.stream().filter(known::contains).toList();
    } catch (Calls.UnexpectedReply listForbidden) {
      return contacts;
    }
  }

  /**
   * Puts back what a check that was cut off has left.
   *
   * @return deals that could not be put back, in words
   */
  public List<String> putBack(RestoreFile restoreFile) {
    List<String> failed = new RowBackup(bench, restoreFile.rows()).restore();
    if (failed.isEmpty()) {
      restoreFile.drop();
    }
    return failed;
  }

  /**
   * Tries everything out and puts the deals back.
   *
   * @param restoreFile where the deals' rows are kept meanwhile
   * @param stop asked between two vectors
   * @param progress is told of every question and every vector that is done
   */
  public ContractReport run(
      Preparation preparation, RestoreFile restoreFile, StopSignal stop, Runnable progress) {
    restoreFile.keep(preparation.saved());
    List<Finding> vectors = new ArrayList<>();
    List<Finding> uncertainties = new ArrayList<>();
    Optional<PortalFailure> failure = Optional.empty();
    List<String> notRestored;
    try {
      long deal = preparation.saved().keySet().iterator().next();
      new Uncertainties(calls, bench, notes, time, deal, preparation.contacts())
          .explore(uncertainties, stop, progress);
      vectors(preparation, vectors, stop, progress);
    } catch (PortalFailure broken) {
      failure = Optional.of(broken);
    } finally {
      notRestored = putBack(restoreFile);
    }
    return new ContractReport(vectors, uncertainties, notRestored, failure);
  }

  /** Each deal takes a part of the table; neighbours go on from each other's rows. */
  private void vectors(
      Preparation preparation, List<Finding> findings, StopSignal stop, Runnable progress) {
    List<Long> deals = List.copyOf(preparation.saved().keySet());
    for (int i = 0; i < Vectors.ALL.size() && !stop.requested(); i++) {
      long deal = deals.get(i * deals.size() / Vectors.ALL.size());
      findings.add(tried(Vectors.ALL.get(i), deal, preparation.contacts()));
      progress.run();
    }
  }

  private Finding tried(Vector vector, long deal, List<Long> contacts) {
    String subject = "%s: %s".formatted(vector.name(), LINKS + vector.method());
    if (vector.contacts() > contacts.size()) {
      return Finding.open(
          subject, "needs %d contacts: name more with --contact".formatted(vector.contacts()));
    }
    try {
      LinkImage before = bench.arrange(deal, vector.before(contacts));
      if (!before.equals(vector.before(contacts))) {
        return Finding.open(subject, "the portal does not let a deal have " + vector.before());
      }
      String result =
          result(calls.tell(LINKS + vector.method(), vector.parameters(deal, contacts)));
      LinkImage after = bench.rows(deal);
      return result.equals(vector.result()) && after.equals(vector.after(contacts))
          ? Finding.confirmed(subject, "[%s] → %s [%s]".formatted(before, result, after))
          : Finding.different(
              subject,
              "[%s] → %s [%s], expected %s [%s]; called with %s"
                  .formatted(
                      before,
                      result,
                      after,
                      vector.result(),
                      vector.after(contacts),
                      vector.parameters(deal, contacts).replace('\'', '"')));
    } catch (Calls.UnexpectedReply refused) {
      return Finding.open(subject, String.valueOf(refused.getMessage()));
    }
  }

  private static String result(Reply<JsonNode> reply) {
    return switch (reply) {
      case Reply.Refused<JsonNode> ignored -> Vector.REFUSED;
      case Reply.Result<JsonNode> result -> result.value().toString();
      case Reply.Unknown<JsonNode> ignored -> Calls.result(reply).toString();
      case Reply.Overdue<JsonNode> ignored -> Calls.result(reply).toString();
    };
  }

  @Override
  public void close() {
    rest.close();
  }
}
