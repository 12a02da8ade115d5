package io.dealsync.db.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A lock between processes that ends with its holder, however that ends. Only the owner may open
 * its file: anybody else who did could lock all processes out.
 */
final class FileGate implements AutoCloseable {
  private final FileChannel channel;
  private final Path file;

  private FileGate(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  static FileGate at(Path file) {
    try {
      return new FileGate(
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OwnerOnly.FILE),
          file);
    } catch (IOException refused) {
      throw failure(file, refused);
    }
  }

  /** Waits until no other process is inside, and keeps all others out. */
  FileGate enterAlone() {
    return enter(false);
  }

  /** Waits until no other process is inside alone. */
  FileGate enterTogether() {
    return enter(true);
  }

  /** Whether this process, which has entered together with others, is the last one inside. */
  boolean isLastInside() {
    try {
      channel.close();
      try (var probe = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock alone = probe.tryLock()) {
        return alone != null;
      }
    } catch (IOException refused) {
      throw failure(file, refused);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException refused) {
      throw failure(file, refused);
    }
  }

  private FileGate enter(boolean together) {
    try {
      channel.lock(0, Long.MAX_VALUE, together);
      return this;
    } catch (IOException refused) {
      throw failure(file, refused);
    }
  }

  private static EmbeddedPostgresException failure(Path file, IOException cause) {
    return new EmbeddedPostgresException(
        "The lock file %s cannot be used by user %s (%s): correct its permissions, or name another folder in DEALSYNC_HOME."
            .formatted(file, User.ofThisProcess().name(), cause.getClass().getSimpleName()),
        cause);
  }
}
