package io.dealsync.db.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server writes about itself into its data folder.
 *
 * @param pid process id
 * @param port 0 while the server has not chosen one yet
 */
record Postmaster(long pid, int port, boolean ready) {
  private static final String FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** The server that is alive on a data folder now. */
  static Optional<Postmaster> aliveOn(Path data) {
    return read(data).filter(server -> server.serves(data));
  }

  /**
   * Removes the notes of a server that is no more. PostgreSQL itself would trust them if the
   * process id has meanwhile gone to another program, as it does after a container's restart.
   */
  static void forget(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }

  /** Whether the process still runs and is the server of this folder. */
  boolean serves(Path data) {
    String commandLine = commandLine();
    return commandLine.contains("postgres\0") && commandLine.contains("\0" + data + "\0");
  }

  private String commandLine() {
    try {
      var file = Path.of("/proc", Long.toString(pid), "cmdline");
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }

  private static Optional<Postmaster> read(Path data) {
    try {
      return parse(Files.readAllLines(data.resolve(FILE)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new EmbeddedPostgresException(
          "Whether a server runs on %s cannot be read: %s".formatted(data, unreadable.getMessage()),
          unreadable);
    }
  }

  private static Optional<Postmaster> parse(List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
      return Optional.empty();
    }
    int port =
        lines.size() > PORT_LINE && lines.get(PORT_LINE).strip().matches("\\d+")
            ? Integer.parseInt(lines.get(PORT_LINE).strip())
            : 0;
    boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    return Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), port, ready));
  }
}
