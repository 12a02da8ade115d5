package io.dealsync.demo;

import io.dealsync.config.DataHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a demo keeps its database: in the user's own folder, or in a temporary one where that is
 * someone else's.
 *
 * @param path the folder; it need not exist
 * @param temporary whether it goes with the demo
 */
public record DemoFolder(Path path, boolean temporary) implements AutoCloseable {

  /** A folder below {@code home} if this user may have one there. */
  public static DemoFolder below(Path home) {
    Path own = DataHome.data(home).resolve("demo");
    return isMine(own) ? new DemoFolder(own, false) : new DemoFolder(elsewhere(), true);
  }

  private static boolean isMine(Path folder) {
    return isWritable(folder.getParent()) && (!Files.exists(folder) || isWritable(folder));
  }

  /** Of a folder that is not there yet, whether it may be made. */
  private static boolean isWritable(@Nullable Path folder) {
    if (folder == null || Files.exists(folder)) {
      return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }
    return isWritable(folder.getParent());
  }

  /** The database's user may be another one: it must be able to pass through. */
  private static Path elsewhere() {
    try {
      return Files.createTempDirectory(
          "dealsync-demo",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    } catch (IOException e) {
      throw new UncheckedIOException("The demo found no folder for its database: " + e, e);
    }
  }

  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UncheckedIOException(
          "The folder of an earlier demo, %s, cannot be removed; is another demo running?"
              .formatted(folder),
          e instanceof IOException io ? io : ((UncheckedIOException) e).getCause());
    }
  }

  @Override
  public void close() {
    if (temporary) {
      remove(path);
    }
  }
}
