package io.dealsync.bench;

import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.LeakyBucket;
import java.util.OptionalLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Requests that pass the bucket's arithmetic. */
@State(Scope.Thread)
public class LimiterBenchmark {

  private final LeakyBucket bucket = new LeakyBucket(BucketRate.STANDARD, 0, 0);
  private long now;

  @Benchmark
  public long requests_through_the_limiter() {
    OptionalLong wait = bucket.waitNanos(now);
    now += wait.orElse(0) + 1;
    bucket.sent(now);
    now += 150_000_000;
    bucket.answered(now);
    return now;
  }
}
