package io.dealsync.bitrix.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacerTest {

  private final SteppedTime time = new SteppedTime();
  private final Pacer pacer = new Pacer(new BucketRate(5, 2, 0), BucketLevel.EMPTY, time);

  private void request(Priority priority) throws InterruptedException {
    pacer.acquire(priority).answered();
  }

  @Test
  void sleeps_exactly_as_long_as_the_bucket_asks() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      request(Priority.BULK);
    }

    assertThat(time.slept()).containsOnly(Duration.ofMillis(500)).hasSize(4);
  }

  @Test
  void tells_how_long_a_request_waited() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      assertThat(pacer.acquire(Priority.BULK).waited()).isZero();
    }
    pacer.rejectedInside(0);
    pacer.timeFor(1);
    Thread answering =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    pacer.answered();
                  }
                });
    answering.join();

    assertThat(pacer.acquire(Priority.BULK).waited()).isPositive();
  }

  @Test
  void remembers_what_the_process_before_has_used() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      request(Priority.BULK);
    }
    BucketLevel left = pacer.level();
    time.pass(Duration.ofSeconds(1));

    Pacer next = new Pacer(new BucketRate(5, 2, 0), left, time);

    assertThat(next.level().level()).isEqualTo(3);
    assertThat(next.timeFor(4)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void waits_for_an_answer_when_every_place_is_in_flight() throws InterruptedException {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      permits.add(pacer.acquire(Priority.BULK));
    }
    CountDownLatch through = new CountDownLatch(1);
    Thread waiting = Thread.ofVirtual().start(() -> acquireThen(Priority.BULK, through::countDown));

    permits.get(0).neverArrived();

    assertThat(through.await(20, TimeUnit.SECONDS)).isTrue();
    waiting.join();
  }

  @Test
  void somebody_who_waits_is_served_before_bulk_work() throws InterruptedException {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      permits.add(pacer.acquire(Priority.BULK));
    }
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Thread bulk = Thread.ofPlatform().start(() -> acquireThen(Priority.BULK, () -> order.add("b")));
    awaitWaiting(bulk);
    Thread human =
        Thread.ofPlatform().start(() -> acquireThen(Priority.INTERACTIVE, () -> order.add("i")));
    awaitWaiting(human);

    permits.get(0).neverArrived();
    human.join();
    permits.get(1).neverArrived();
    bulk.join();

    assertThat(order).containsExactly("i", "b");
  }

  @Test
  void an_interrupted_wait_leaves_the_queue() throws InterruptedException {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      permits.add(pacer.acquire(Priority.BULK));
    }
    Thread waiting = Thread.ofPlatform().start(() -> acquireThen(Priority.BULK, () -> {}));
    awaitWaiting(waiting);
    waiting.interrupt();
    waiting.join();

    permits.get(0).neverArrived();

    assertThat(pacer.acquire(Priority.BULK)).isNotNull();
  }

  private void acquireThen(Priority priority, Runnable then) {
    try {
      pacer.acquire(priority);
      then.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).as("someone still waits").isTrue();
      Thread.onSpinWait();
    }
  }
}
