package io.dealsync.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock between processes that ends with its holder, however that ends. Only the owner may open
 * its file: anybody else who did could lock all processes out.
 */
public final class LockFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Path file;
  private final FileChannel channel;

  private LockFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens the file, which is created if absent; locks nothing yet. */
  public static LockFile at(Path file) throws IOException {
    return new LockFile(file, OwnerOnly.lasting(file));
  }

  /** Waits until no other process is inside, and keeps all others out; says whom it waits for. */
  public LockFile enterAlone() throws IOException {
    return enter(false, PATIENCE, LOG::warn);
  }

  /** Waits until no other process is inside alone. */
  public LockFile enterTogether() throws IOException {
    return enter(true, PATIENCE, LOG::warn);
  }

  /** Enters alone if nobody else is inside. */
  public boolean tryAlone() throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /** Who is inside, as a sentence names them. */
  public String holder() {
    return LockHolder.of(file).map(LockHolder::words).orElse("a process that cannot be seen here");
  }

  /** Whether this process, which has entered together with others, is the last one inside. */
  public boolean isLastInside() throws IOException {
    channel.close();
    try (FileChannel probe = OwnerOnly.lasting(file);
        FileLock alone = probe.tryLock()) {
      return alone != null;
    }
  }

  LockFile enter(boolean together, Duration patience, Consumer<String> tell) throws IOException {
    if (channel.tryLock(0, Long.MAX_VALUE, together) == null) {
      Thread teller = Thread.ofVirtual().start(() -> tellAfter(patience, tell));
      try {
        channel.lock(0, Long.MAX_VALUE, together);
      } finally {
        teller.interrupt();
      }
    }
    return this;
  }

  private void tellAfter(Duration patience, Consumer<String> tell) {
    try {
      Thread.sleep(patience);
      tell.accept("waiting for %s, which holds %s".formatted(holder(), file));
    } catch (InterruptedException entered) {
      // Nobody had to be waited for that long.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
