package io.dealsync.db.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The server's programs, unpacked.
 *
 * @param folder holds bin, lib and share
 * @param version as the programs state it, like 18.6
 */
record Binaries(Path folder, String version) {
  private static final String VERSION_FILE = "VERSION";

  /**
   * The programs from the class path, unpacked where all processes of this user share them.
   *
   * @throws EmbeddedPostgresException if there are none for this platform or they do not run
   */
  static Binaries unpacked() {
    return unpacked(Platform.current().archive());
  }

  private static Binaries unpacked(URL archive) {
    try {
      Path folder = BinariesCache.folder().resolve("postgres-" + fingerprint(archive));
      if (!Files.exists(folder)) {
        unpack(archive, folder);
      }
      return new Binaries(folder, Files.readString(folder.resolve(VERSION_FILE)));
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "The embedded PostgreSQL cannot be unpacked: " + failure.getMessage(), failure);
    }
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /** The version that decides whether a data folder can be served. */
  String majorVersion() {
    int dot = version.indexOf('.');
    return dot < 0 ? version : version.substring(0, dot);
  }

  private static void unpack(URL archive, Path folder) throws IOException {
    Path part = Files.createTempDirectory(folder.getParent(), "unpacking-");
    try {
      TarXz.unpack(archive, part);
      Files.writeString(part.resolve(VERSION_FILE), versionOf(part));
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException anotherWasFaster) {
      // Its copy is the same as ours.
    } finally {
      FileTrees.delete(part);
    }
  }

  private static String versionOf(Path folder) {
    String printed =
        new Command(List.of(folder.resolve("bin/postgres").toString(), "--version")).run("");
    return printed.strip().replaceFirst("^\\D+", "").replaceFirst("\\s.*$", "");
  }

  /** Differs between any two archives; from the jar's directory, so that nothing has to be read. */
  private static String fingerprint(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      var entry = jar.getJarEntry();
      return "%08x-%d".formatted(entry.getCrc(), entry.getSize());
    }
    return "%d-%d".formatted(connection.getLastModified(), connection.getContentLengthLong());
  }
}
