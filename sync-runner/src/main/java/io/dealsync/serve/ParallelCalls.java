package io.dealsync.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Has the same done to several things at the same time, so that none waits for another. */
final class ParallelCalls {

  private ParallelCalls() {}

  /** Returns when all is done. */
  static <T> void run(List<T> things, Consumer<T> work) {
    List<Thread> threads = new ArrayList<>();
    for (T thing : things) {
      threads.add(Thread.ofPlatform().name("together").start(() -> work.accept(thing)));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
