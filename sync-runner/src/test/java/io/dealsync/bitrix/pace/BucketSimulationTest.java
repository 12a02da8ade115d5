package io.dealsync.bitrix.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bucket against a portal that keeps the same one, over a network that delays every request and
 * every answer by chance. Event by event, in simulated time.
 */
class BucketSimulationTest {

  private static final long MILLI = 1_000_000L;
  private static final int LANES = 4;

  private record Event(long at, Runnable what) {}

  private static final class Request {

    private final long sentAt;
    private boolean refused;

    private Request(long sentAt) {
      this.sentAt = sentAt;
    }
  }

  private final PriorityQueue<Event> events =
      new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
  private final BucketRate rate = BucketRate.STANDARD;
  private final LeakyBucket bucket = new LeakyBucket(rate, 0, 0);
  private LeakyBucket portal = new LeakyBucket(rate, 0, 0);
  private long now;
  private int unsent;
  private int answered;
  private int refused;

  private void at(long when, Runnable what) {
    events.add(new Event(when, what));
  }

  private void run() {
    while (!events.isEmpty()) {
      Event next = events.remove();
      now = next.at();
      next.what().run();
    }
  }

  private void lane(Random random, int slowest) {
    if (unsent == 0) {
      return;
    }
    var wait = bucket.waitNanos(now);
    if (wait.isEmpty()) {
      at(now + MILLI, () -> lane(random, slowest));
    } else if (wait.getAsLong() > 0) {
      at(now + wait.getAsLong(), () -> lane(random, slowest));
    } else {
      unsent--;
      bucket.sent(now);
      Request request = new Request(now);
      at(now + random.nextInt(slowest) * MILLI, () -> arrive(request));
      long answer = now + (slowest + random.nextInt(slowest)) * MILLI;
      at(answer, () -> answer(request, random, slowest));
    }
  }

  private void arrive(Request request) {
    request.refused = portal.waitNanos(now).orElse(1) > 0;
    if (request.refused) {
      refused++;
      return;
    }
    portal.sent(now);
    portal.answered(now);
  }

  private void answer(Request request, Random random, int slowest) {
    if (request.refused) {
      bucket.rejected(request.sentAt, Duration.ZERO, now);
      unsent++;
    } else {
      bucket.answered(now);
      answered++;
    }
    lane(random, slowest);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void never_earns_a_refusal_whatever_the_network_does(int seed) {
    Random random = new Random(seed);
    int slowest = 1 + random.nextInt(3000);
    unsent = 400;
    for (int i = 0; i < LANES; i++) {
      lane(random, slowest);
    }

    run();

    assertThat(answered).as("seed %d", seed).isEqualTo(400);
    assertThat(refused).as("seed %d, slowest %d ms", seed, slowest).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void learns_at_once_how_much_stricter_a_portal_is_than_documented(int seed) {
    Random random = new Random(seed);
    int slowest = 1 + random.nextInt(100);
    portal = new LeakyBucket(new BucketRate(rate.size() - 1, 2, 0), 0, 0);
    unsent = 1000;
    for (int i = 0; i < LANES; i++) {
      lane(random, slowest);
    }

    run();

    assertThat(answered).as("seed %d", seed).isEqualTo(1000);
    assertThat(refused).as("seed %d, slowest %d ms", seed, slowest).isBetween(1, LANES);
  }

  @ParameterizedTest
  @ValueSource(ints = {121, 400, 1000})
  void takes_no_more_than_a_hundredth_over_the_ideal_time(int requests) {
    Random random = new Random(1);
    unsent = requests;
    for (int i = 0; i < LANES; i++) {
      lane(random, 75);
    }

    run();

    Duration ideal = rate.idealDuration(requests);
    assertThat(refused).isZero();
    assertThat(Duration.ofNanos(now)).isLessThan(ideal.plus(ideal.dividedBy(100)));
  }
}
