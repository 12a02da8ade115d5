package io.dealsync.db.embedded;

import io.dealsync.files.LockFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This process's presence at one home, however many handles it has open there. The last process to
 * leave stops the server, whoever started it.
 */
final class ServerUse {
  /** Guarded by itself: file locks hold between processes, not between threads of one. */
  private static final Map<Path, ServerUse> STAYS = new HashMap<>();

  private final ServerFolder home;
  private final Durability durability;
  private @Nullable LockFile presence;
  private @Nullable Server server;
  private int guests;

  private ServerUse(ServerFolder home, Durability durability) {
    this.home = home;
    this.durability = durability;
  }

  /** Counts one more guest and has a server running when it returns. */
  static ServerUse enter(ServerFolder home, Durability durability) {
    synchronized (STAYS) {
      var stay = STAYS.getOrDefault(home.folder(), new ServerUse(home, durability));
      stay.arrive();
      stay.guests++;
      STAYS.put(home.folder(), stay);
      return stay;
    }
  }

  void leave() {
    synchronized (STAYS) {
      guests--;
      if (guests == 0) {
        STAYS.remove(home.folder());
        depart();
      }
    }
  }

  Server server() {
    synchronized (STAYS) {
      if (server == null) {
        throw new IllegalStateException("Nobody has entered.");
      }
      return server;
    }
  }

  private void arrive() {
    var binaries = Binaries.unpacked();
    try (var door = LockFile.at(home.doorLock()).enterAlone()) {
      var cluster = Cluster.of(home, binaries, durability);
      server = Server.attachOrStart(cluster, durability);
      if (presence == null) {
        presence = LockFile.at(home.guestLock()).enterTogether();
      }
    } catch (IOException refused) {
      throw failure(refused);
    }
  }

  private void depart() {
    try (var door = LockFile.at(home.doorLock()).enterAlone()) {
      if (presence != null && presence.isLastInside() && server != null) {
        server.stop();
      }
    } catch (IOException refused) {
      throw failure(refused);
    }
  }

  private EmbeddedPostgresException failure(IOException cause) {
    return new FolderRefusedException(
        "The lock files in %s cannot be used by user %s (%s): correct their permissions, or name another folder in DEALSYNC_HOME."
            .formatted(
                home.folder(), User.ofThisProcess().name(), cause.getClass().getSimpleName()),
        cause);
  }
}
