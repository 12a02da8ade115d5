package io.dealsync.bitrix.rest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
    return Files.createTempFile(
        main.getParent(), main.getFileName() + ".", ".new", TokenFile.OWNER_ONLY);
  }

  /** Names are on the disk only when the folder is. Some systems do not let folders be forced. */
  void forceFolder() {
    try (FileChannel folder = FileChannel.open(main.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException notThere) {
      // The file itself has been forced.
    }
  }

  private Path sibling(String ending) {
    return main.resolveSibling(main.getFileName() + ending);
  }
}
