package io.dealsync.db.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where unpacked programs are kept: where only this user can put files, and any user read them. */
final class BinariesCache {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private BinariesCache() {}

  /** The first usable one of the usual places, created if absent. */
  static Path folder() {
    User self = User.ofThisProcess();
    var refusals = new ArrayList<String>();
    for (Path place : places(self)) {
      try {
        return prepared(place, self);
      } catch (IOException refusal) {
        refusals.add(place + " (" + refusal.getClass().getSimpleName() + ")");
      }
    }
    throw new FolderRefusedException(
        "No folder to unpack the embedded PostgreSQL into; none of these can be used: "
            + String.join(", ", refusals));
  }

  private static List<Path> places(User self) {
    var places = new ArrayList<Path>();
    if (self.isRoot()) {
      // Root's own home is closed to the user under whom the server runs.
      places.add(Path.of("/var/cache/dealsync"));
    } else {
      places.add(userCache().resolve("dealsync"));
    }
    places.add(Path.of(System.getProperty("java.io.tmpdir"), "dealsync-" + self.uid()));
    places.add(Path.of("/var/tmp", "dealsync-" + self.uid()));
    return places;
  }

  private static Path userCache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    return configured == null || configured.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(configured);
  }

  private static Path prepared(Path place, User self) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(place.getParent());
      createUnlessAnotherProcessDid(place);
    }
    Path real = place.toRealPath();
    if (User.ownerOf(real).uid() != self.uid()) {
      throw new IOException("belongs to someone else, who could put other programs there");
    }
    Files.setPosixFilePermissions(real, READABLE);
    if (!Files.isWritable(real)) {
      throw new IOException("not writable");
    }
    return real;
  }

  /** Fails where there is a file or a link, which someone may have put there. */
  private static void createUnlessAnotherProcessDid(Path place) throws IOException {
    try {
      Files.createDirectory(place);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        throw there;
      }
    }
  }
}
