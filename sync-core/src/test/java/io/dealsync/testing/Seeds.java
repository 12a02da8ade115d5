package io.dealsync.testing;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Runs a test once per seed. A failure names its seed; {@code -Dseed=…} runs that one alone, {@code
 * -Dseeds=…} so many.
 */
public final class Seeds {

  private Seeds() {}

  /** A source of chance for a seed; neighbouring seeds have nothing in common. */
  public static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  /** Seeds {@code 1} to {@code count}, or the one given by {@code -Dseed}. */
  public static void each(long count, LongConsumer test) {
    Long only = Long.getLong("seed");
    LongStream seeds =
        only == null
            ? LongStream.rangeClosed(1, Long.getLong("seeds", count))
            : LongStream.of(only);
    seeds.forEach(
        seed -> {
          try {
            test.accept(seed);
          } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("Failed with -Dseed=" + seed + ": " + failure, failure);
          }
        });
  }
}
