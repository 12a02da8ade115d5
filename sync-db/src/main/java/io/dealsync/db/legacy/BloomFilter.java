package io.dealsync.db.legacy;

/**
 * A memory of fixed size that may be wrong in one direction: what it has not seen is certainly new,
 * what it takes for seen may be new nevertheless (a Bloom filter; all bits of a key lie in one
 * cache line). In 32 MB, about one in ten million new keys is mistaken while it holds a million,
 * and one in ten thousand while it holds five million.
 */
final class BloomFilter {

  private static final int LOG_LINES = 19;
  private static final int LONGS_IN_LINE = 8;
  private static final int BITS_IN_LINE = LONGS_IN_LINE * Long.SIZE;
  private static final int LOG_BITS_IN_LINE = 9;
  private static final int PROBES = 6;
  private static final int CHARS_IN_LONG = Long.BYTES / Character.BYTES;

  private final long[] bits = new long[LONGS_IN_LINE << LOG_LINES];

  /** A key made of a text, for itself or together with an earlier key. */
  static long key(String text, long earlier) {
    int length = text.length();
    long hash = earlier ^ length * 0x9E3779B97F4A7C15L;
    int at = 0;
    for (; at <= length - CHARS_IN_LONG; at += CHARS_IN_LONG) {
      hash = (hash ^ four(text, at)) * 0x9FB21C651E98DF25L;
      hash ^= hash >>> Integer.SIZE;
    }
    for (; at < length; at++) {
      hash = (hash ^ text.charAt(at)) * 0x100000001B3L;
    }
    return mixed(hash);
  }

  private static long four(String text, int at) {
    return text.charAt(at)
        | (long) text.charAt(at + 1) << 16
        | (long) text.charAt(at + 2) << 32
        | (long) text.charAt(at + 3) << 48;
  }

  /** Whether the key may have been added before; adds it. */
  boolean add(long key) {
    int line = (int) (key >>> (Long.SIZE - LOG_LINES)) * LONGS_IN_LINE;
    long places = mixed(key);
    boolean seen = true;
    for (int probe = 0; probe < PROBES; probe++) {
      int place = (int) places & (BITS_IN_LINE - 1);
      int at = line + place / Long.SIZE;
      long mask = 1L << place;
      seen &= (bits[at] & mask) != 0;
      bits[at] |= mask;
      places >>>= LOG_BITS_IN_LINE;
    }
    return seen;
  }

  /** Spreads every bit of a hash over all others (the finalizer of SplitMix64). */
  private static long mixed(long hash) {
    long z = hash;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
