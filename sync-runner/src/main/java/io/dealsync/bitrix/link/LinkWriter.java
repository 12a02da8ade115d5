package io.dealsync.bitrix.link;

import io.dealsync.bitrix.batch.BatchChannel;
import io.dealsync.bitrix.batch.BatchSender;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.ReadBack;
import io.dealsync.portal.SendGate;
import io.dealsync.portal.WriteResult;
import io.dealsync.portal.WriteRound;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out changes, each with its read-back in the same batch unless it is looked at later. What
 * does not fit there goes after the others, deal by deal, and is always read back.
 */
public final class LinkWriter {

  /**
   * More rows in one command could be cut off by the server's limit on variables (contract 3.1).
   */
  public static final int MOST_ROWS = 300;

  public static final String OVERDUE = "the portal's limits made it wait";

  private static final int MOST_CALLS = BatchSender.COMMANDS - 1;

  private static final String MOVED = "the deal changed immediately before";

  /**
   * A write leaves so soon after its intent or not at all, however old its observation may be: as
   * long as the portal's own limits can make anything wait (contract 4.1).
   */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final BatchChannel line;
  private final Duration goodFor;
  private final SendGate departure;
  private final ReadBack readBack;
  private final Instant latest;
  private final Map<Long, WriteResult> results = new HashMap<>();
  private final Map<Long, LinkImage> found = new HashMap<>();

  /**
   * For one round.
   *
   * @param goodFor how long after its observation a change may leave
   * @param departure is asked before each batch leaves
   * @param readBack which deals are read behind their calls
   */
  public LinkWriter(BatchChannel line, Duration goodFor, SendGate departure, ReadBack readBack) {
    this.line = line;
    this.goodFor = goodFor;
    this.departure = departure;
    this.readBack = readBack;
    this.latest = line.rest().now().plus(LONGEST_WAIT);
  }

  public WriteRound write(List<Change> changes) {
    line.caller()
        .countWrites(
            changes.stream().filter(change -> !(change.method() instanceof Method.Keep)).count());
    List<Change> ordinary = changes.stream().filter(LinkWriter::fitsIntoABatch).toList();
    Optional<PortalFailure> failure = together(ordinary);
    for (Change change : changes) {
      if (failure.isEmpty() && !fitsIntoABatch(change)) {
        failure = alone(change);
      }
    }
    String why = failure.map(PortalFailure::getMessage).orElse("The round ended before its turn.");
    changes.forEach(change -> results.putIfAbsent(change.deal(), new WriteResult.NotSent(why)));
    return new WriteRound(results, found, failure);
  }

  private static boolean fitsIntoABatch(Change change) {
    return switch (change.method()) {
      case Method.Add add -> add.links().size() <= MOST_CALLS;
      case Method.ReplaceAll replace -> replace.rows().size() <= MOST_ROWS;
      case Method.Remove ignored -> true;
      case Method.ClearAll ignored -> true;
      case Method.Keep ignored -> true;
    };
  }

  private Optional<PortalFailure> together(List<Change> changes) {
    List<DealWrite> writes = changes.stream().map(this::inABatch).toList();
    Optional<PortalFailure> failure = send(writes);
    String why = failure.map(PortalFailure::getMessage).orElse("");
    for (DealWrite write : writes) {
      results.put(write.deal(), write.result(why));
      write.found().ifPresent(rows -> found.put(write.deal(), rows));
    }
    return failure.or(() -> readRefused(writes));
  }

  private DealWrite inABatch(Change change) {
    return readBack.follows(change)
        ? DealWrite.of(change.deal(), change.method(), notAfter(change))
        : DealWrite.unread(change.deal(), change.method(), notAfter(change));
  }

  /** What a refused deal has may be the work of those of its calls that were not refused. */
  private Optional<PortalFailure> readRefused(List<DealWrite> writes) {
    List<DealWrite> unread =
        writes.stream()
            .filter(write -> !write.isReadBack())
            .map(DealWrite::deal)
            .filter(deal -> results.get(deal) instanceof WriteResult.Refused)
            .map(DealWrite::reading)
            .toList();
    Optional<PortalFailure> failure = unread.isEmpty() ? Optional.empty() : send(unread);
    for (DealWrite reading : unread) {
      if (reading.result("") instanceof WriteResult.Done done) {
        results.computeIfPresent(reading.deal(), (deal, result) -> refused(result, done));
      }
    }
    return failure;
  }

  private static WriteResult refused(WriteResult result, WriteResult.Done read) {
    return result instanceof WriteResult.Refused refused
        ? new WriteResult.Refused(refused.error(), refused.text(), Optional.of(read.after()))
        : result;
  }

  private Instant notAfter(Change change) {
    Instant asWanted = change.observedAt().plus(goodFor);
    return asWanted.isBefore(latest) ? asWanted : latest;
  }

  private Optional<PortalFailure> send(List<DealWrite> writes) {
    return line.write(writes.stream().map(DealWrite::unit).toList(), departure);
  }

  private Optional<PortalFailure> alone(Change change) {
    return switch (change.method()) {
      case Method.Add add -> manyLinks(change, add.links());
      case Method.ReplaceAll replace -> manyRows(change, replace.rows());
      case Method.Remove ignored -> Optional.empty();
      case Method.ClearAll ignored -> Optional.empty();
      case Method.Keep ignored -> Optional.empty();
    };
  }

  /** Several batches in a row; the first that does not end well ends the deal. */
  private Optional<PortalFailure> manyLinks(Change change, List<Link> links) {
    long deal = change.deal();
    for (int from = 0; from < links.size(); from += MOST_CALLS) {
      List<Link> part = links.subList(from, Math.min(links.size(), from + MOST_CALLS));
      DealWrite write = DealWrite.of(deal, new Method.Add(part), notAfter(change));
      Optional<PortalFailure> failure = send(List.of(write));
      WriteResult result = write.result(failure.map(PortalFailure::getMessage).orElse(""));
      boolean partly =
          from > 0
              && (result instanceof WriteResult.NotSent || result instanceof WriteResult.Overdue);
      results.put(
          deal, partly ? new WriteResult.Unknown("Only the first links were sent.") : result);
      if (failure.isPresent() || !(result instanceof WriteResult.Done)) {
        return failure;
      }
    }
    return Optional.empty();
  }

  /** Too many for a batch; what they overwrite is read by the request before. */
  private Optional<PortalFailure> manyRows(Change change, List<Link> rows) {
    long deal = change.deal();
    DealWrite looking = DealWrite.reading(deal);
    Optional<PortalFailure> unseen = send(List.of(looking));
    if (unseen.isPresent()) {
      return unseen;
    }
    if (!looking.result("").equals(new WriteResult.Done(change.before()))) {
      results.put(deal, new WriteResult.Overdue(MOVED));
      return Optional.empty();
    }
    try {
      Reply<Boolean> reply =
          line.call(
              LinkCommands.setDirectly(deal, rows).notAfter(notAfter(change)).after(departure));
      return switch (reply) {
        case Reply.Result<Boolean> ignored -> readBack(deal);
        case Reply.Refused<Boolean> refused -> {
          PortalError error = refused.error();
          results.put(deal, new WriteResult.Refused(error.code(), error.text()));
          yield Optional.empty();
        }
        case Reply.Unknown<Boolean> unknown -> {
          results.put(deal, new WriteResult.Unknown(unknown.why()));
          yield Optional.empty();
        }
        case Reply.Overdue<Boolean> ignored -> {
          results.put(deal, new WriteResult.Overdue(OVERDUE));
          yield Optional.empty();
        }
      };
    } catch (PortalFailure failure) {
      return Optional.of(failure);
    }
  }

  private Optional<PortalFailure> readBack(long deal) {
    DealWrite reading = DealWrite.reading(deal);
    results.put(deal, new WriteResult.Unknown("Carried out, but not read back."));
    Optional<PortalFailure> failure = send(List.of(reading));
    if (failure.isEmpty()) {
      results.put(deal, reading.result(""));
    }
    return failure;
  }
}
