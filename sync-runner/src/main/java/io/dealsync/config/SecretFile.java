package io.dealsync.config;

import io.dealsync.files.Openness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds a secret. One that others may write, or that is theirs, is not used: whoever
 * wrote it would decide where dealsync goes. One that others may read is used with a warning.
 */
final class SecretFile {

  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);

  private SecretFile() {}

  /**
   * The secret in it.
   *
   * @throws ConfigException when others may write it, or it is another's
   */
  static String read(Path file) throws IOException {
    switch (Openness.of(file)) {
      case WRITABLE ->
          throw new ConfigException(
              "The file %s holds a secret and others may write it; it is not used. Keep it to yourself: chmod 600 %1$s"
                  .formatted(file));
      case FOREIGN ->
          throw new ConfigException(
              "The file %s holds a secret and belongs to another user of this machine; it is not used. Only a file of your own or of root is."
                  .formatted(file));
      case READABLE ->
          LOG.warn("the file {} holds a secret and others may read it: chmod 600 {}", file, file);
      case CLOSED -> {}
    }
    return Files.readString(file).strip();
  }
}
