package io.dealsync.bitrix.auth;

import io.dealsync.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The files around one token file, all in its folder.
 *
 * @param main the token file itself, links followed
 */
record TokenFiles(Path main) {

  /** Where the file really is: replacing a link would not reach the file behind it. */
  static TokenFiles of(Path named) {
    try {
      return new TokenFiles(named.toRealPath());
    } catch (IOException absent) {
      return new TokenFiles(named);
    }
  }

  /** Where all of them are; an absolute path has one. */
  Path folder() {
    return Objects.requireNonNull(main.getParent());
  }

  /** Locked while a pair is bought. */
  Path lock() {
    return sibling(".lock");
  }

  /** Holds the new pair while the file is written in place. */
  Path recovery() {
    return sibling(".recovery");
  }

  /** A new file for its owner only. */
  Path unused() throws IOException {
    return OwnerOnly.beside(main, ".new");
  }

  /** Names are on the disk only when the folder is. */
  void forceFolder() {
    OwnerOnly.forceFolder(main);
  }

  private Path sibling(String ending) {
    return main.resolveSibling(main.getFileName() + ending);
  }
}
