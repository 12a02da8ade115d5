package io.dealsync.legacy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks through bytes in one pass: are they UTF-8, and are there any that no text has. */
final class Utf8Check {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;

  private long offset;
  private int awaited;
  private int lowest;
  private int highest;
  private long sequenceStart;
  private long fitting;
  private long unfitting;
  private long firstUnfitting = Long.MAX_VALUE;
  private long zeros;
  private boolean undefinedIn1251;
  private boolean undefinedIn1252;
  private long high;
  private long adjacent;
  private boolean afterHigh;

  void update(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      if (awaited == 0 && at + Long.BYTES <= length && isPlain((long) LONG.get(bytes, at))) {
        afterHigh = false;
        at += Long.BYTES;
      } else {
        look(bytes[at] & 0xFF, offset + at);
        at++;
      }
    }
    offset += length;
  }

  /** To be called after the last byte: a sequence that was begun and not ended does not fit. */
  void end() {
    if (awaited > 0) {
      reject(sequenceStart);
      awaited = 0;
    }
  }

  /** Whether every byte fits. */
  boolean isUtf8() {
    return unfitting == 0;
  }

  /**
   * Whether hardly any of the bytes above 127 form UTF-8, as in an 8-bit encoding, where a few do
   * by chance.
   */
  boolean isEightBit() {
    return unfitting > 0 && fitting * 10 <= fitting + unfitting;
  }

  /** Whether there is a byte that has no meaning in Windows-1251. */
  boolean isUndefinedIn1251() {
    return undefinedIn1251;
  }

  /**
   * Whether the bytes above 127 stand alone, as accented letters do in the languages of Western
   * Europe: Cyrillic words consist of nothing else.
   */
  boolean isWestern() {
    return !undefinedIn1252 && adjacent * 3 < high;
  }

  boolean hasZeros() {
    return zeros > 0;
  }

  /** Where the first byte is that does not fit. */
  long firstUnfitting() {
    return firstUnfitting;
  }

  /** Eight bytes of ASCII without a zero. */
  private static boolean isPlain(long eight) {
    return (eight & HIGH_BITS) == 0 && ((eight - LOW_BITS) & ~eight & HIGH_BITS) == 0;
  }

  private void look(int value, long at) {
    undefinedIn1251 |= value == 0x98;
    undefinedIn1252 |=
        value == 0x81 || value == 0x8D || value == 0x8F || value == 0x90 || value == 0x9D;
    high += value >= 0x80 ? 1 : 0;
    adjacent += value >= 0x80 && afterHigh ? 1 : 0;
    afterHigh = value >= 0x80;
    if (awaited > 0) {
      continuation(value, at);
    } else {
      start(value, at);
    }
  }

  private void continuation(int value, long at) {
    if (value < lowest || value > highest) {
      reject(sequenceStart);
      awaited = 0;
      start(value, at);
      return;
    }
    lowest = 0x80;
    highest = 0xBF;
    awaited--;
    if (awaited == 0) {
      fitting++;
    }
  }

  private void start(int value, long at) {
    if (value < 0x80) {
      zeros += value == 0 ? 1 : 0;
    } else if (value >= 0xC2 && value <= 0xF4) {
      sequenceStart = at;
      awaited = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
      lowest = value == 0xE0 ? 0xA0 : value == 0xF0 ? 0x90 : 0x80;
      highest = value == 0xED ? 0x9F : value == 0xF4 ? 0x8F : 0xBF;
    } else {
      reject(at);
    }
  }

  private void reject(long at) {
    unfitting++;
    firstUnfitting = Math.min(firstUnfitting, at);
  }
}
