package io.dealsync.db.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Folders with all that is in them. */
final class FileTrees {
  private FileTrees() {}

  static void forEach(Path root, Consumer<Path> action) {
    list(root).forEach(action);
  }

  /** Removes a folder if it is there. */
  static void delete(Path root) throws IOException {
    for (Path path : list(root).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(path);
    }
  }

  private static List<Path> list(Path root) {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (var paths = Files.walk(root)) {
      return paths.toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
