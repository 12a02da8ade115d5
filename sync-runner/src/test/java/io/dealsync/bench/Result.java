package io.dealsync.bench;

import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.sandbox.rest.Counters;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a measured process did and what the portal counted meanwhile.
 *
 * @param document its last line of output, or all of it, as JSON
 */
record Result(Command.Ended ended, Counters.Snapshot counted, JsonNode document) {

  static Result of(Command.Ended ended, Counters.Snapshot counted) {
    ended.mustBeFine();
    return new Result(ended, counted, JsonMapper.shared().readTree(ended.out()));
  }

  double cpuSeconds() {
    return ended.cpu().toNanos() / 1e9;
  }

  /** The run itself, without the start of the JVM; the peer measures its reading alone. */
  double runSeconds() {
    return document.get("duration_ms").asLong() / 1000.0;
  }

  long requests() {
    return counted.requests();
  }

  long rejected() {
    return counted.rateLimited();
  }

  /** From the first request to the last, as the portal saw them come. */
  double sendingSeconds() {
    return counted.span().toNanos() / 1e9;
  }

  /** The least number of requests, where the process says it. */
  long least() {
    return document.path("least_requests").asLong(0);
  }

  /** The least time in which the bucket of a usual plan takes so many requests. */
  Duration ideal() {
    return BucketRate.STANDARD.idealDuration(requests());
  }
}
