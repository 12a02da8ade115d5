package io.dealsync.db.embedded;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A handle on a PostgreSQL server of this machine's own, for as long as someone needs it.
 *
 * <p>The server listens on 127.0.0.1 only, with SCRAM passwords. Its data, password and port are
 * kept in its home folder between runs. Any number of processes may open the same home; the first
 * one starts the server, the others attach to it, the last one to close stops it. A process that
 * dies leaves the server running, and the next one to open the home attaches to it.
 *
 * <p>Nothing is closed on its own when the process ends: whoever opens a handle decides when work
 * is done, so that a shutdown does not take the database away from those who still finish.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private final ServerFolder home;
  private final ServerUse stay;
  private final Server server;
  private final Password password;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(ServerFolder home, ServerUse stay) {
    this.home = home;
    this.stay = stay;
    this.server = stay.server();
    this.password = Password.readFrom(home.passwordFile());
  }

  /**
   * The server of a home folder, ready for connections; everything missing is created.
   *
   * @throws EmbeddedPostgresException with a message for people, if that is not possible here
   */
  public static EmbeddedPostgres open(Path home) {
    return open(home, Durability.LASTING);
  }

  /** As {@link #open(Path)}; the durability matters to the one who creates or starts the server. */
  public static EmbeddedPostgres open(Path home, Durability durability) {
    Platform.current().archive();
    var place = ServerFolder.at(home);
    var stay = ServerUse.enter(place, durability);
    try {
      return new EmbeddedPostgres(place, stay);
    } catch (RuntimeException unusable) {
      stay.leave();
      throw unusable;
    }
  }

  /**
   * Of the programs that come along, like 18.6.
   *
   * @throws EmbeddedPostgresException if none come along for this platform
   */
  public static String version() {
    return Binaries.unpacked().version();
  }

  /** Of the database {@code dealsync}. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + Cluster.DATABASE;
  }

  /** An ordinary role, the owner of the database. */
  public String user() {
    return Cluster.OWNER;
  }

  /** The role that may do everything, with the same password. */
  public String superuser() {
    return Cluster.SUPERUSER;
  }

  public String password() {
    return password.text();
  }

  /** Readable for its owner only; psql takes it as {@code PGPASSFILE}. */
  public Path passwordFile() {
    return home.passwordFile();
  }

  public int port() {
    return server.port();
  }

  /** The server's process id. */
  public long pid() {
    return server.pid();
  }

  /** Lets go of the server; stops it, ending all sessions, if nobody else holds it. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stay.leave();
    }
  }

  @Override
  public String toString() {
    return "EmbeddedPostgres[" + jdbcUrl() + "]";
  }
}
