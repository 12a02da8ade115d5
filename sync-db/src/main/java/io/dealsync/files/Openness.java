package io.dealsync.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** What others than this process's user and root may do with a file. */
public enum Openness {
  /** Nothing, or nothing that is known on this system. */
  CLOSED,
  /** Read it. */
  READABLE,
  /** Write it, because it is theirs: it belongs to another user, who may open it at any time. */
  FOREIGN,
  /** Write it. */
  WRITABLE;

  private static final Integer ROOT = 0;
  private static final Path SELF = Path.of("/proc/self");

  /** That of the file behind a path, links followed. */
  public static Openness of(Path file) throws IOException {
    Set<PosixFilePermission> permissions = permissions(file);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return WRITABLE;
    }
    if (isForeign(file)) {
      return FOREIGN;
    }
    return permissions.contains(PosixFilePermission.GROUP_READ)
            || permissions.contains(PosixFilePermission.OTHERS_READ)
        ? READABLE
        : CLOSED;
  }

  /** Whether its owner is neither root nor who asks; where the system does not tell, it is not. */
  private static boolean isForeign(Path file) throws IOException {
    if (!Files.exists(SELF)
        || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return false;
    }
    Object owner = Files.getAttribute(file, "unix:uid");
    return !ROOT.equals(owner) && !Files.getAttribute(SELF, "unix:uid").equals(owner);
  }

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException elsewhere) {
      return Set.of();
    }
  }
}
