package io.dealsync.config;

import io.dealsync.files.OwnerOnly;
import io.dealsync.files.OwnerOnly.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder under which {@code var/} lies, with what dealsync stores itself: apart from the
 * program, so that replacing the program keeps the data.
 */
public final class DataHome {

  /** The variable that names it. */
  public static final String VARIABLE = "DEALSYNC_HOME";

  private static final Logger LOG = LoggerFactory.getLogger(DataHome.class);

  private static final String DATA = "var";

  /** A demo's leftovers are nobody's data. */
  private static final String DEMO = "demo";

  private DataHome() {}

  /**
   * Finds it: where {@code DEALSYNC_HOME} says; beside the program, where earlier versions kept
   * data, if there are any; else where the user's programs keep theirs.
   *
   * @param program the folder in which the program lies
   * @param userHome the user's own folder, by the operating system's account of them, which unlike
   *     the environment is the same in a shell and in a service
   */
  public static Path of(Map<String, String> environment, Path program, Path userHome) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    return hasData(program.resolve(DATA)) ? program : ofUser(environment, program, userHome);
  }

  /** A user's own, even where the program lies beside someone's data. */
  public static Path ofUser(Map<String, String> environment, Path program, Path userHome) {
    Path shared = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    if (shared.isAbsolute()) {
      return shared.resolve("dealsync");
    }
    return Files.isWritable(userHome) ? userHome.resolve(".local/share/dealsync") : program;
  }

  /** The folder with what dealsync stores, {@code var}; it need not exist. */
  public static Path data(Path home) {
    return home.resolve(DATA);
  }

  /**
   * The same, closed to others if it is there: earlier versions left that to the user's mask. A
   * database's own user, where that is another one, still passes through.
   */
  public static Path closedData(Path home) {
    Path data = data(home);
    if (Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS) && isMine(data)) {
      try {
        OwnerOnly.close(data, isPassedThrough(data) ? Passage.THROUGH : Passage.CLOSED);
      } catch (IOException refused) {
        LOG.warn("the folder {} cannot be closed to others: chmod 700 {}", data, data);
      }
    }
    return data;
  }

  private static boolean isPassedThrough(Path data) throws IOException {
    try (Stream<Path> parts = Files.list(data)) {
      return parts
          .map(part -> part.resolve("data"))
          .anyMatch(kept -> Files.exists(kept) && !isMine(kept));
    }
  }

  private static boolean isMine(Path path) {
    try {
      return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private static boolean hasData(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> !file.endsWith(DEMO));
    } catch (IOException unreadable) {
      // Someone's: better to be told so than to start over elsewhere.
      return true;
    }
  }
}
