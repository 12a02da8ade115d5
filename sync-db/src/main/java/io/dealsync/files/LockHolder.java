package io.dealsync.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that holds a lock on a file.
 *
 * @param pid as this process sees it
 */
record LockHolder(long pid) {

  /** The kernel's list: {@code 1: POSIX ADVISORY WRITE 4711 fd:00:131 0 EOF}. */
  private static final Path LOCKS = Path.of("/proc/locks");

  private static final int PID = 4;
  private static final int INODE = 5;

  /** The holder other than this process, where the kernel names it. */
  static Optional<LockHolder> of(Path file) {
    try (Stream<String> locks = Files.lines(LOCKS)) {
      String inode = ":" + Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
      long self = ProcessHandle.current().pid();
      return locks
          .map(lock -> lock.split("\\s+"))
          .filter(words -> words.length > INODE && words[INODE].endsWith(inode))
          .map(words -> Long.parseLong(words[PID]))
          .filter(pid -> pid > 0 && pid != self)
          .map(LockHolder::new)
          .findFirst();
    } catch (IOException | RuntimeException notToldHere) {
      return Optional.empty();
    }
  }

  String words() {
    ProcessHandle.Info info = ProcessHandle.of(pid).map(ProcessHandle::info).orElse(null);
    if (info == null) {
      return "process " + pid;
    }
    String program =
        info.command()
            .map(Path::of)
            .map(Path::getFileName)
            .map(name -> " (" + name + ")")
            .orElse("");
    return "process %d%s%s"
        .formatted(pid, program, info.user().map(user -> " of user " + user).orElse(""));
  }
}
