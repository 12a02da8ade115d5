package io.dealsync.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that nobody but their owner may open, from the moment they exist. What is
 * created is new: a link or a file that someone put in its place is never followed or filled.
 */
public final class OwnerOnly {

  /** What others may do with a folder. */
  public enum Passage {
    /** Nothing. */
    CLOSED("rwx------"),
    /** Reach what they know the name of and may open, such as data of the database's own user. */
    THROUGH("rwx--x--x");

    private final Set<PosixFilePermission> permissions;

    Passage(String permissions) {
      this.permissions = PosixFilePermissions.fromString(permissions);
    }
  }

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** A folder and those above it, each created for its owner only if it is not there yet. */
  public static Path folders(Path path) throws IOException {
    return folders(path, Passage.CLOSED);
  }

  /** As {@link #folders(Path)}. */
  public static Path folders(Path path, Passage passage) throws IOException {
    if (Files.isDirectory(path)) {
      return path;
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      folders(parent, passage);
    }
    try {
      return folder(path, passage);
    } catch (FileAlreadyExistsException meanwhile) {
      if (Files.isDirectory(path)) {
        return path;
      }
      throw meanwhile;
    }
  }

  /** A new folder. */
  public static Path folder(Path path) throws IOException {
    return folder(path, Passage.CLOSED);
  }

  private static Path folder(Path path, Passage passage) throws IOException {
    Files.createDirectory(path, attributes(path, passage.permissions));
    if (isPosix(path)) {
      // The process's mask may have taken more away than was meant.
      view(path).setPermissions(passage.permissions);
    }
    return path;
  }

  /** Takes from others what a folder that is already there allows them beyond the passage. */
  public static void close(Path folder, Passage passage) throws IOException {
    narrow(folder, passage.permissions);
  }

  /** A new, empty file in place of the one that was there before, if any. */
  public static Path file(Path path) throws IOException {
    Files.deleteIfExists(path);
    return Files.createFile(path, attributes(path, FILE));
  }

  /** A new file in place of the one that was there before, if any. */
  public static Path file(Path path, String content) throws IOException {
    return Files.writeString(file(path), content);
  }

  /** A new, empty file beside another one, under a name that nobody can foresee. */
  public static Path beside(Path path, String ending) throws IOException {
    return Files.createTempFile(
        path.toAbsolutePath().getParent(),
        path.getFileName() + ".",
        ending,
        attributes(path, FILE));
  }

  /** Puts a whole file, which is on the disk by then, in the place of another or of none. */
  public static void replace(Path path, String content) throws IOException {
    Path draft = beside(path, ".new");
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    forceFolder(path);
  }

  /** Names are on the disk only when the folder is. Some systems do not let folders be forced. */
  public static void forceFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException notThere) {
      // The file itself has been forced.
    }
  }

  /** A file that stays, to be locked; one that others may open is taken from them. */
  static FileChannel lasting(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.<OpenOption>of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            attributes(path, FILE));
    try {
      narrow(path, FILE);
      return channel;
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  private static void narrow(Path path, Set<PosixFilePermission> most) throws IOException {
    if (isPosix(path)) {
      Set<PosixFilePermission> now = view(path).readAttributes().permissions();
      if (!most.containsAll(now)) {
        now.retainAll(most);
        view(path).setPermissions(now);
      }
    }
  }

  private static PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
