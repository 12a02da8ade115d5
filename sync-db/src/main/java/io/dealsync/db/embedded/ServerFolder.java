package io.dealsync.db.embedded;

import io.dealsync.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of one embedded server: its data, its password, its port, its log, its locks. */
record ServerFolder(Path folder) {
  /**
   * The folder, created for its owner only if absent.
   *
   * @throws EmbeddedPostgresException if it cannot be created or written
   */
  static ServerFolder at(Path folder) {
    try {
      Path whole = folder.toAbsolutePath();
      if (!Files.exists(whole)) {
        var privileges = Privileges.fitFor(whole.resolve("data"), User.ofThisProcess());
        OwnerOnly.folders(whole, privileges.passage());
      }
      Path real = OwnerOnly.folders(whole).toRealPath();
      if (!Files.isWritable(real)) {
        throw notWritable(folder, null);
      }
      return new ServerFolder(real);
    } catch (IOException refused) {
      throw notWritable(folder, refused);
    }
  }

  /** A folder, or a link to one where the server's user can reach it. */
  Path data() {
    return folder.resolve("data");
  }

  /** In the form that psql reads through PGPASSFILE. */
  Path passwordFile() {
    return folder.resolve("pgpass");
  }

  Path portFile() {
    return folder.resolve("port");
  }

  Path log() {
    return folder.resolve("server.log");
  }

  Path previousLog() {
    return folder.resolve("server.log.1");
  }

  /** Held while a process arrives or leaves. */
  Path doorLock() {
    return folder.resolve("door.lock");
  }

  /** Shared by all processes that use the server. */
  Path guestLock() {
    return folder.resolve("guests.lock");
  }

  private static EmbeddedPostgresException notWritable(Path folder, @Nullable IOException cause) {
    String message =
        ("The folder %s of the embedded PostgreSQL cannot be written by user %s: correct its"
                + " permissions, or name another folder in DEALSYNC_HOME, or set"
                + " DEALSYNC_DB_URL to your own server.")
            .formatted(folder, User.ofThisProcess().name());
    return cause == null
        ? new FolderRefusedException(message)
        : new FolderRefusedException(message, cause);
  }
}
