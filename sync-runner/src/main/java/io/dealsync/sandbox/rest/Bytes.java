package io.dealsync.sandbox.rest;

import java.io.ByteArrayOutputStream;

/** A growing byte buffer whose content can be read without copying. */
public final class Bytes extends ByteArrayOutputStream {

  public Bytes(int capacity) {
    super(capacity);
  }

  /** The backing array; only the first {@link #size()} bytes are content. */
  public synchronized byte[] array() {
    return buf;
  }
}
