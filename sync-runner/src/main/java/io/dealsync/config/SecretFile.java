package io.dealsync.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds a secret. One that others may write is not used: whoever wrote it would decide
 * where dealsync goes. One that others may read is used with a warning.
 */
final class SecretFile {

  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);

  private static final Set<PosixFilePermission> WRITABLE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> READABLE =
      EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private SecretFile() {}

  /**
   * The secret in it.
   *
   * @throws ConfigException when others may write it
   */
  static String read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = permissions(file);
    if (permissions.stream().anyMatch(WRITABLE::contains)) {
      throw new ConfigException(
          "The file %s holds a secret and others may write it; it is not used. Keep it to yourself: chmod 600 %1$s"
              .formatted(file));
    }
    if (permissions.stream().anyMatch(READABLE::contains)) {
      LOG.warn("the file {} holds a secret and others may read it: chmod 600 {}", file, file);
    }
    return Files.readString(file).strip();
  }

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException elsewhere) {
      return Set.of();
    }
  }
}
