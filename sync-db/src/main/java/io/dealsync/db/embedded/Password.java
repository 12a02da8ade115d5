package io.dealsync.db.embedded;

import io.dealsync.files.Openness;
import io.dealsync.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The random secret of one embedded server, valid for all its users. */
record Password(String text) {
  private static final int BYTES = 24;
  private static final String PGPASS_PREFIX = "127.0.0.1:*:*:*:";

  /** A new one; letters and digits only, so that it needs quoting nowhere. */
  static Password random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Password(HexFormat.of().formatHex(bytes));
  }

  static Password readFrom(Path file) {
    try {
      if (Openness.of(file) == Openness.WRITABLE) {
        throw new FolderRefusedException(
            "The file %s holds the password of the embedded PostgreSQL and others may write it; it is not used. Keep it to yourself: chmod 600 %1$s"
                .formatted(file));
      }
      return new Password(Files.readString(file).strip().substring(PGPASS_PREFIX.length()));
    } catch (IOException | StringIndexOutOfBoundsException unusable) {
      throw new FolderRefusedException(
          "The password of the embedded PostgreSQL cannot be read from %s as user %s: run dealsync as the owner of that file."
              .formatted(file, User.ofThisProcess().name()),
          unusable);
    }
  }

  void writeTo(Path file) throws IOException {
    OwnerOnly.file(file, PGPASS_PREFIX + text + "\n");
  }

  @Override
  public String toString() {
    return "Password[hidden]";
  }
}
