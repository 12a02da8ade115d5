package io.dealsync.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that nobody but their owner may open, from the moment they exist. */
final class OwnerOnly {
  /** For a file that is about to be created. */
  static final FileAttribute<Set<PosixFilePermission>> FILE = permissions("rw-------");

  private OwnerOnly() {}

  static Path folder(Path path) throws IOException {
    return Files.createDirectory(path, permissions("rwx------"));
  }

  /** A new file in place of the one that was there before, if any. */
  static Path file(Path path, String content) throws IOException {
    Files.deleteIfExists(path);
    Files.createFile(path, FILE);
    return Files.writeString(path, content);
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
