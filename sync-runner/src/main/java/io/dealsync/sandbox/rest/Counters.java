package io.dealsync.sandbox.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the portal was asked and how it answered, counted since its start or the last reset. */
public final class Counters {

  private final LongAdder requests = new LongAdder();
  private Instant first = Instant.MAX;
  private Instant last = Instant.MAX;
  private final LongAdder rateLimited = new LongAdder();
  private final LongAdder operationLimited = new LongAdder();
  private final LongAdder failedRequests = new LongAdder();
  private final LongAdder failedCommands = new LongAdder();
  private final Map<String, LongAdder> commands = new ConcurrentHashMap<>();

  /**
   * The counts at one moment.
   *
   * @param requests HTTP requests to the REST interface, refused ones included
   * @param span from the first of them to the last
   * @param rateLimited requests answered with {@code QUERY_LIMIT_EXCEEDED}
   * @param operationLimited requests and commands answered with {@code OPERATION_TIME_LIMIT}
   * @param failedRequests requests answered with an error of any kind
   * @param failedCommands commands inside batches answered with an error
   * @param commands executed calls by lower-case method, those inside batches included
   */
  public record Snapshot(
      long requests,
      Duration span,
      long rateLimited,
      long operationLimited,
      long failedRequests,
      long failedCommands,
      Map<String, Long> commands) {

    /** Executed calls of one method. */
    public long commands(String method) {
      return commands.getOrDefault(method, 0L);
    }

    /** Executed calls that may change links. */
    public long writes() {
      return commands("crm.deal.contact.add")
          + commands("crm.deal.contact.delete")
          + commands("crm.deal.contact.items.set")
          + commands("crm.deal.contact.items.delete");
    }
  }

  public Snapshot snapshot() {
    Map<String, Long> byMethod = new TreeMap<>();
    commands.forEach((method, count) -> byMethod.put(method, count.sum()));
    return new Snapshot(
        requests.sum(),
        span(),
        rateLimited.sum(),
        operationLimited.sum(),
        failedRequests.sum(),
        failedCommands.sum(),
        byMethod);
  }

  private synchronized Duration span() {
    return Duration.between(first, last);
  }

  /** Starts counting from zero. */
  public synchronized void reset() {
    first = Instant.MAX;
    last = Instant.MAX;
    requests.reset();
    rateLimited.reset();
    operationLimited.reset();
    failedRequests.reset();
    failedCommands.reset();
    commands.clear();
  }

  synchronized void request(Instant at) {
    first = at.isBefore(first) ? at : first;
    last = at;
    requests.increment();
  }

  void command(String method) {
    commands.computeIfAbsent(method, m -> new LongAdder()).increment();
  }

  void failedRequest(RestFailure failure) {
    failedRequests.increment();
    limited(failure);
  }

  void failedCommand(RestFailure failure) {
    failedCommands.increment();
    limited(failure);
  }

  private void limited(RestFailure failure) {
    if (failure.code().equals("QUERY_LIMIT_EXCEEDED")) {
      rateLimited.increment();
    } else if (failure.code().equals("OPERATION_TIME_LIMIT")) {
      operationLimited.increment();
    }
  }
}
