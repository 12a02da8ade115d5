package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The gate that every request to one portal passes: it opens when the bucket has room, to
 * interactive work before bulk work and in the order of arrival among equals.
 */
public final class Pacer {

  private final Time time;
  private final LeakyBucket bucket;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Priority, Deque<Object>> waiting = new EnumMap<>(Priority.class);

  /**
   * @param last how full the bucket was when it was last used
   */
  public Pacer(BucketRate rate, BucketLevel last, Time time) {
    this.time = time;
    double drained =
        Math.max(0, Duration.between(last.at(), time.now()).toSeconds()) * rate.drainPerSecond();
    this.bucket = new LeakyBucket(rate, Math.max(0, last.level() - drained), time.nanos());
    for (Priority priority : Priority.values()) {
      waiting.put(priority, new ArrayDeque<>());
    }
  }

  /** Waits until a request may be sent, and takes its place in the bucket. */
  public Permit acquire(Priority priority) throws InterruptedException {
    long asked = time.nanos();
    Object ticket = new Object();
    Deque<Object> queue = Objects.requireNonNull(waiting.get(priority));
    lock.lockInterruptibly();
    try {
      queue.add(ticket);
      awaitTurn(ticket);
      long now = time.nanos();
      bucket.sent(now);
      return new Permit(this, now, Duration.ofNanos(now - asked));
    } finally {
      queue.remove(ticket);
      changed.signalAll();
      lock.unlock();
    }
  }

  private void awaitTurn(Object ticket) throws InterruptedException {
    while (true) {
      OptionalLong wait = first() == ticket ? bucket.waitNanos(time.nanos()) : OptionalLong.empty();
      if (wait.isEmpty()) {
        changed.await();
      } else if (wait.getAsLong() == 0) {
        return;
      } else {
        sleepUnlocked(Duration.ofNanos(wait.getAsLong()));
      }
    }
  }

  private Object first() {
    Object interactive = Objects.requireNonNull(waiting.get(Priority.INTERACTIVE)).peek();
    return interactive != null
        ? interactive
        : Objects.requireNonNull(
            Objects.requireNonNull(waiting.get(Priority.BULK)).peek(), "someone is waiting");
  }

  /** Others must be able to arrive and to leave meanwhile. */
  private void sleepUnlocked(Duration span) throws InterruptedException {
    lock.unlock();
    try {
      time.sleep(span);
    } finally {
      lock.lock();
    }
  }

  /** A refusal for speed was found inside the answer to a request. */
  public void rejectedInside(long sentAt) {
    update(() -> bucket.rejectedInside(sentAt, time.nanos()));
  }

  /** How full the bucket is at worst; to be kept for the next process. */
  public BucketLevel level() {
    lock.lock();
    try {
      return new BucketLevel(bucket.level(time.nanos()), time.now());
    } finally {
      lock.unlock();
    }
  }

  /** The least time that so many further requests need from now on. */
  public Duration timeFor(long requests) {
    lock.lock();
    try {
      return bucket.timeFor(requests, time.nanos());
    } finally {
      lock.unlock();
    }
  }

  public void answered() {
    update(() -> bucket.answered(time.nanos()));
  }

  public void neverArrived() {
    update(() -> bucket.neverArrived(time.nanos()));
  }

  public void rejected(long sentAt, Duration atLeast) {
    update(() -> bucket.rejected(sentAt, atLeast, time.nanos()));
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
