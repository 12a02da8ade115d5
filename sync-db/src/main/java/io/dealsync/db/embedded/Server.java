package io.dealsync.db.embedded;

import io.dealsync.files.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that runs on a cluster and accepts connections; the caller holds the home's door. */
record Server(Cluster cluster, long pid, int port) {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final String PORT_TAKEN = "could not bind";

  /** After a server was killed, until its sessions have noticed. */
  private static final String SESSIONS_STILL_ENDING = "pre-existing shared memory block";

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=50",
          "shared_buffers=64MB",
          "wal_level=minimal",
          "max_wal_senders=0",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC");

  /** The server that is already there, or a new one. */
  static Server attachOrStart(Cluster cluster, Durability durability) {
    return running(cluster).orElseGet(() -> start(cluster, durability));
  }

  /** Ends all sessions and waits until the server is gone. */
  void stop() {
    signal("INT");
    if (!ProcessWait.until(this::gone, STOP_LIMIT)) {
      signal("QUIT");
      ProcessWait.until(this::gone, STOP_LIMIT);
    }
    LOG.debug("Stopped the embedded PostgreSQL with pid {}", pid);
  }

  private void signal(String name) {
    boolean delivered = cluster.program("pg_ctl", "kill", name, pid).succeeds();
    if (!delivered && !gone()) {
      throw new EmbeddedPostgresException(
          "The embedded PostgreSQL with pid %d cannot be stopped.".formatted(pid));
    }
  }

  private boolean gone() {
    return !new Postmaster(pid, port, true).serves(cluster.data());
  }

  private static Optional<Server> running(Cluster cluster) {
    Optional<Postmaster> found = Postmaster.aliveOn(cluster.data());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ProcessWait.until(
        () -> Postmaster.aliveOn(cluster.data()).map(Postmaster::ready).orElse(true), START_LIMIT);
    Optional<Postmaster> settled = Postmaster.aliveOn(cluster.data());
    if (settled.isPresent() && !settled.get().ready()) {
      throw new EmbeddedPostgresException(
          "The server with pid %d on %s neither becomes ready nor ends: see %s."
              .formatted(settled.get().pid(), cluster.data(), cluster.home().log()));
    }
    return settled.map(ready -> new Server(cluster, ready.pid(), ready.port()));
  }

  private static Server start(Cluster cluster, Durability durability) {
    try {
      Postmaster.forget(cluster.data());
      turnLogOver(cluster.home());
      return startOnKeptPort(cluster, durability);
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "The embedded PostgreSQL cannot be started: " + failure.getMessage(), failure);
    }
  }

  private static Server startOnKeptPort(Cluster cluster, Durability durability) throws IOException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    int port = Port.kept(cluster.home().portFile());
    Optional<Server> started = startOn(port, cluster, durability);
    while (started.isEmpty()) {
      String log = Files.readString(cluster.home().log());
      if (System.nanoTime() > end || !isPassing(log)) {
        throw new EmbeddedPostgresException(
            "The embedded PostgreSQL does not start on %s: %s (see %s)"
                .formatted(cluster.data(), Command.complaints(log), cluster.home().log()));
      }
      port = log.contains(PORT_TAKEN) ? Port.anyFree() : port;
      started = startOn(port, cluster, durability);
    }
    Port.keep(cluster.home().portFile(), port);
    return started.get();
  }

  private static boolean isPassing(String log) {
    return log.contains(PORT_TAKEN) || log.contains(SESSIONS_STILL_ENDING);
  }

  /** Empty if the server ended instead of becoming ready. */
  private static Optional<Server> startOn(int port, Cluster cluster, Durability durability)
      throws IOException {
    Process process =
        command(port, cluster, durability)
            .builder()
            .redirectOutput(Redirect.appendTo(OwnerOnly.file(cluster.home().log()).toFile()))
            .redirectInput(Redirect.from(new File("/dev/null")))
            .start();
    boolean decided = ProcessWait.until(() -> !process.isAlive() || isReady(cluster), START_LIMIT);
    if (!decided) {
      process.destroyForcibly();
    }
    LOG.debug("Started PostgreSQL with pid {} on port {}: {}", process.pid(), port, decided);
    return process.isAlive() && decided
        ? Optional.of(new Server(cluster, process.pid(), port))
        : Optional.empty();
  }

  private static boolean isReady(Cluster cluster) {
    return Postmaster.aliveOn(cluster.data()).map(Postmaster::ready).orElse(false);
  }

  /** In a session of its own, so that the terminal's Ctrl-C reaches dealsync only. */
  private static Command command(int port, Cluster cluster, Durability durability) {
    var words = new ArrayList<Object>();
    words.add("setsid");
    words.add(cluster.binaries().program("postgres"));
    words.addAll(List.of("-D", cluster.data(), "-p", port));
    Stream.concat(SETTINGS.stream(), durability.serverSettings().stream())
        .forEach(setting -> words.addAll(List.of("-c", setting)));
    return Command.of(cluster.privileges().prefix(), words.toArray());
  }

  private static void turnLogOver(ServerFolder home) throws IOException {
    if (Files.exists(home.log())) {
      Files.move(home.log(), home.previousLog(), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
