package io.dealsync.bitrix.batch;

import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Does pieces of work side by side, in their order, a limited number at a time. */
final class ParallelRunner {

  /** For work that comes to its end in any case. */
  static final BooleanSupplier UNDROPPED = () -> false;

  /** How often is asked whether the work is dropped; what ends meanwhile is not delayed by it. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private ParallelRunner() {}

  /**
   * Does the work.
   *
   * @param dropped whether to interrupt what is under way
   * @param work gives the reason to stop everything, if there is one, or throws it
   * @return the first such reason; what was under way then has come to its end, the rest was not
   *     begun
   */
  static <T> Optional<PortalFailure> run(
      int lanes,
      List<T> pieces,
      BooleanSupplier dropped,
      Function<T, Optional<PortalFailure>> work) {
    if (dropped.getAsBoolean()) {
      return Optional.of(stopped());
    }
    Lane<T> lane = new Lane<>(new ConcurrentLinkedQueue<>(pieces), work);
    int needed = Math.min(lanes, pieces.size());
    if (needed <= 1 && dropped == UNDROPPED) {
      lane.run();
    } else {
      runSideBySide(needed, dropped, lane);
    }
    return Optional.ofNullable(lane.failure.get());
  }

  private static PortalFailure stopped() {
    return new PortalFailure(Kind.STOPPED, "Stopped before the portal was asked.");
  }

  private static void runSideBySide(int lanes, BooleanSupplier dropped, Lane<?> lane) {
    List<Future<?>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < lanes; i++) {
        futures.add(threads.submit(lane));
      }
      for (Future<?> future : futures) {
        while (!endsSoon(future)) {
          if (dropped.getAsBoolean()) {
            threads.shutdownNow();
          }
        }
      }
    }
  }

  /** Waits for its end, for a short while. */
  private static boolean endsSoon(Future<?> future) {
    try {
      future.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException defect) {
      throw new IllegalStateException("A request could not be made or read", defect.getCause());
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
      throw new PortalFailure(Kind.STOPPED, "Stopped while waiting for the portal.");
    }
  }

  private static final class Lane<T> implements Runnable {

    private final Queue<T> pieces;
    private final Function<T, Optional<PortalFailure>> work;
    private final AtomicReference<PortalFailure> failure = new AtomicReference<>();

    private Lane(Queue<T> pieces, Function<T, Optional<PortalFailure>> work) {
      this.pieces = pieces;
      this.work = work;
    }

    @Override
    public void run() {
      T piece = pieces.poll();
      while (piece != null && failure.get() == null) {
        done(piece).ifPresent(reason -> failure.compareAndSet(null, reason));
        piece = pieces.poll();
      }
    }

    private Optional<PortalFailure> done(T piece) {
      try {
        return work.apply(piece);
      } catch (PortalFailure reason) {
        return Optional.of(reason);
      }
    }
  }
}
