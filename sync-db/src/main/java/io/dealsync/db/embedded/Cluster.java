package io.dealsync.db.embedded;

import io.dealsync.files.OwnerOnly;
import io.dealsync.files.OwnerOnly.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder of one embedded server, ready to be served.
 *
 * @param data its real path, without links
 * @param privileges under which its programs run
 */
record Cluster(ServerFolder home, Path data, Binaries binaries, Privileges privileges) {
  static final String SUPERUSER = "postgres";

  /** The ordinary role that owns {@link #DATABASE}. */
  static final String OWNER = "dealsync";

  static final String DATABASE = "dealsync";

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Path ELSEWHERE = Path.of("/var/lib/dealsync");

  /** The cluster of a home, created if there is none yet; the caller holds the home's door. */
  static Cluster of(ServerFolder home, Binaries binaries, Durability durability) {
    try {
      var privileges = Privileges.fitFor(home.data(), User.ofThisProcess());
      OwnerOnly.close(home.folder(), privileges.passage());
      if (!Files.exists(home.data())) {
        create(home, binaries, privileges, durability);
      }
      Path data = home.data().toRealPath();
      privileges.handOver(data);
      requireSameVersion(data, binaries);
      return new Cluster(home, data, binaries, privileges);
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "The data folder %s cannot be prepared: %s".formatted(home.data(), failure.getMessage()),
          failure);
    }
  }

  /** One of the server's programs, run as the user whom PostgreSQL accepts. */
  Command program(String name, Object... options) {
    return program(binaries, privileges, name, options);
  }

  private static Command program(
      Binaries binaries, Privileges privileges, String name, Object... options) {
    var words = new ArrayList<Object>(List.of(binaries.program(name)));
    words.addAll(List.of(options));
    return Command.of(privileges.prefix(), words.toArray());
  }

  /**
   * Builds everything aside and renames it, so that an interrupted attempt leaves no data folder.
   */
  private static void create(
      ServerFolder home, Binaries binaries, Privileges privileges, Durability durability)
      throws IOException {
    LOG.debug("Creating an embedded PostgreSQL {} in {}", binaries.version(), home.folder());
    Path room = roomFor(home, privileges);
    Path part = room.resolve("data.part");
    FileTrees.delete(part);
    OwnerOnly.folder(part);
    privileges.handOver(part);

    var password = Password.random();
    initialise(part, password, binaries, privileges, durability);
    createDatabase(part, password, binaries, privileges);
    password.writeTo(home.passwordFile());

    Path data = Files.move(part, room.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
    if (!room.equals(home.folder())) {
      Files.createSymbolicLink(home.data(), data);
    }
  }

  private static Path roomFor(ServerFolder home, Privileges privileges) throws IOException {
    Files.deleteIfExists(home.data());
    if (privileges.reach(home.folder())) {
      return home.folder();
    }
    OwnerOnly.folders(ELSEWHERE, Passage.THROUGH);
    Path room = Files.createTempDirectory(ELSEWHERE, "postgres-");
    privileges.handOver(room);
    if (!privileges.reach(room)) {
      throw new FolderRefusedException(
          "The user of the embedded PostgreSQL can reach neither %s nor %s: open one of them for others to pass through (chmod o+x), or set DEALSYNC_DB_URL to your own server."
              .formatted(home.folder(), ELSEWHERE));
    }
    return room;
  }

  private static void initialise(
      Path part, Password password, Binaries binaries, Privileges privileges, Durability durability)
      throws IOException {
    Path passwordFile = OwnerOnly.file(part.resolveSibling("pwfile"), password.text() + "\n");
    try {
      privileges.handOver(passwordFile);
      var options = new ArrayList<Object>(durability.initdbOptions());
      options.addAll(
          List.of(
              "-D",
              part,
              "--username=" + SUPERUSER,
              "--auth=scram-sha-256",
              "--pwfile=" + passwordFile,
              "--encoding=UTF8",
              "--locale=C"));
      program(binaries, privileges, "initdb", options.toArray()).run("");
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  private static void createDatabase(
      Path part, Password password, Binaries binaries, Privileges privileges) {
    program(
            binaries,
            privileges,
            "postgres",
            "--single",
            "-D",
            part,
            "-c",
            "exit_on_error=on",
            "postgres")
        .run(
            """
            CREATE ROLE %s LOGIN PASSWORD '%s'
            CREATE DATABASE %s OWNER %s
            """
                .formatted(OWNER, password.text(), DATABASE, OWNER));
  }

  private static void requireSameVersion(Path data, Binaries binaries) throws IOException {
    String made = Files.readString(data.resolve("PG_VERSION")).strip();
    if (!made.equals(binaries.majorVersion())) {
      throw new FolderRefusedException(
          "The data folder %s was made by PostgreSQL %s, and this dealsync brings %s, which cannot read it: use the dealsync that made it, or another folder."
              .formatted(data, made, binaries.version()));
    }
  }
}
