package io.dealsync.legacy;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/** Knows how many characters were read through it. */
final class CountingReader extends FilterReader {

  private static final int BUFFER = 1 << 14;

  private long count;

  CountingReader(Reader text) {
    super(text);
  }

  @Override
  public int read() throws IOException {
    int c = super.read();
    count += c < 0 ? 0 : 1;
    return c;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count += Math.max(read, 0);
    return read;
  }

  /** How many characters there are in all; what is left is read for it. */
  long countToItsEnd() {
    try {
      char[] buffer = new char[BUFFER];
      int read;
      do {
        read = read(buffer, 0, BUFFER);
      } while (read >= 0);
      return count;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
