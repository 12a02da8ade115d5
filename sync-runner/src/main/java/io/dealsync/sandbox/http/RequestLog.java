package io.dealsync.sandbox.http;

import io.dealsync.sandbox.rest.RestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The last requests, for people; methods and outcomes only, never parameters or secrets. */
public final class RequestLog {

  private static final int KEPT = 100;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /** One request: when, which methods, how it ended, how long it took. */
  public record Entry(Instant at, String methods, String outcome, Duration time) {}

  synchronized void add(Entry entry) {
    entries.addFirst(entry);
    if (entries.size() > KEPT) {
      entries.removeLast();
    }
  }

  /** The last 100 requests, the newest first. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The request's method; for a batch also its commands, counted. */
  static String describe(RestRequest request) {
    if (!request.isBatch()) {
      return request.method();
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    request.commandMethods().forEach(method -> counts.merge(method, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " × " + entry.getKey())
        .collect(Collectors.joining(", ", "batch: ", ""));
  }
}
