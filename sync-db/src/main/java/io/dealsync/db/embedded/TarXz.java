package io.dealsync.db.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** An xz-compressed tar archive. */
final class TarXz {
  private static final int OWNER_EXECUTES = 0100;

  private TarXz() {}

  /** Writes all entries below a folder, readable for everybody whatever the umask. */
  static void unpack(URL archive, Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var raw = new BufferedInputStream(archive.openStream());
        var tar = new TarArchiveInputStream(new XZInputStream(raw))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, target(folder, entry));
      }
    }
  }

  private static void write(TarArchiveEntry entry, TarArchiveInputStream content, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      folder(target);
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      folder(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, target);
      boolean executable = (entry.getMode() & OWNER_EXECUTES) != 0;
      open(target, executable ? "rwxr-xr-x" : "rw-r--r--");
    }
  }

  private static void folder(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Path parent = path.getParent();
    if (parent != null) {
      folder(parent);
    }
    Files.createDirectory(path);
    open(path, "rwxr-xr-x");
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static Path target(Path folder, TarArchiveEntry entry) throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("The archive's entry " + entry.getName() + " points outside.");
    }
    return target;
  }
}
