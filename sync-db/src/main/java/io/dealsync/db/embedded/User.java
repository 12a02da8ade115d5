package io.dealsync.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user of this machine, by number as the kernel knows it and by name as people do. */
record User(int uid, int gid, String name) {
  private static final int ROOT = 0;

  static User ofThisProcess() {
    return ownerOf(Path.of("/proc/self"));
  }

  static User ownerOf(Path path) {
    try {
      return new User(
          (Integer) Files.getAttribute(path, "unix:uid"),
          (Integer) Files.getAttribute(path, "unix:gid"),
          Files.getOwner(path).getName());
    } catch (IOException unreadable) {
      throw new EmbeddedPostgresException("The owner of " + path + " cannot be read.", unreadable);
    }
  }

  boolean isRoot() {
    return uid == ROOT;
  }

  void takeOver(Path path) {
    try {
      Files.setAttribute(path, "unix:uid", uid);
      Files.setAttribute(path, "unix:gid", gid);
    } catch (IOException refused) {
      throw new EmbeddedPostgresException(path + " cannot be given to user " + name, refused);
    }
  }
}
