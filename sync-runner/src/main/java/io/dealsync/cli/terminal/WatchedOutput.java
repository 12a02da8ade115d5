package io.dealsync.cli.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers why something could not be written: print streams swallow it, and a document that is
 * not there would pass for success.
 */
public final class WatchedOutput extends FilterOutputStream {

  private static final String READER_HAS_GONE = "Broken pipe";

  private volatile @Nullable String loss;

  public WatchedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException failure) {
      loss = String.valueOf(failure.getMessage());
      throw failure;
    }
  }

  /** Why something was lost; empty too when the reader did not want to read on. */
  public Optional<String> loss() {
    return Optional.ofNullable(loss).filter(why -> !why.contains(READER_HAS_GONE));
  }
}
