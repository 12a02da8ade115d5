package io.dealsync.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** What others than its owner may do with a file. */
public enum Openness {
  /** Nothing, or nothing that is known on this system. */
  CLOSED,
  /** Read it. */
  READABLE,
  /** Write it. */
  WRITABLE;

  /** That of the file behind a path, links followed. */
  public static Openness of(Path file) throws IOException {
    Set<PosixFilePermission> permissions = permissions(file);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return WRITABLE;
    }
    return permissions.contains(PosixFilePermission.GROUP_READ)
            || permissions.contains(PosixFilePermission.OTHERS_READ)
        ? READABLE
        : CLOSED;
  }

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException elsewhere) {
      return Set.of();
    }
  }
}
