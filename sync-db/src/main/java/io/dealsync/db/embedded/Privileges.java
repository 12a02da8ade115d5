package io.dealsync.db.embedded;

import io.dealsync.files.OwnerOnly.Passage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Under which user PostgreSQL's programs run; they refuse to run as root. */
sealed interface Privileges {
  /** This process's own, ordinary user. */
  record Own(User user) implements Privileges {}

  /** Root's files seen from a user namespace in which root has no number and no power. */
  record Namespace() implements Privileges {}

  /** Another user, to whom root steps down. */
  record SteppedDown(User user) implements Privileges {}

  /**
   * What fits a data folder that may or may not exist yet. An existing one is served as the user
   * who owns it, because PostgreSQL accepts no other.
   *
   * @param self under whom this process runs
   * @throws EmbeddedPostgresException if this process may not act as the folder's owner
   */
  static Privileges fitFor(Path data, User self) {
    Optional<User> owner = Optional.of(data).filter(Files::exists).map(User::ownerOf);
    if (!self.isRoot()) {
      owner.filter(user -> user.uid() != self.uid()).ifPresent(user -> refuse(data, user, self));
      return new Own(self);
    }
    return owner
        .filter(user -> !user.isRoot())
        .<Privileges>map(SteppedDown::new)
        .orElseGet(Privileges::ofRoot);
  }

  /** What comes before a program's own words on its command line. */
  default List<String> prefix() {
    return switch (this) {
      case Own own -> List.of();
      case Namespace namespace -> List.of("unshare", "-U");
      // Not runuser: it would stay between us and the server and swallow signals.
      case SteppedDown(User user) ->
          List.of("setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--clear-groups");
    };
  }

  /** What the folders on the way to the data must allow to the user of the programs. */
  default Passage passage() {
    return this instanceof SteppedDown ? Passage.THROUGH : Passage.CLOSED;
  }

  /** Gives a path that this process created, and all below it, to the user of the programs. */
  default void handOver(Path root) {
    if (this instanceof SteppedDown(User user) && User.ownerOf(root).uid() != user.uid()) {
      FileTrees.forEach(root, user::takeOver);
    }
  }

  /** Whether the programs can enter a folder. */
  default boolean reach(Path folder) {
    return prefix().isEmpty() || Command.of(prefix(), "test", "-x", folder).succeeds();
  }

  private static Privileges ofRoot() {
    if (Command.of(new Namespace().prefix(), "true").succeeds()) {
      return new Namespace();
    }
    return new SteppedDown(serviceUser());
  }

  private static User serviceUser() {
    for (String name : List.of("postgres", "nobody")) {
      var number = Command.of(List.of(), "id", "-u", name);
      var group = Command.of(List.of(), "id", "-g", name);
      if (number.succeeds()) {
        var user = new User(numberIn(number.run("")), numberIn(group.run("")), name);
        if (Command.of(new SteppedDown(user).prefix(), "true").succeeds()) {
          return user;
        }
      }
    }
    throw new EmbeddedPostgresException(
        "The embedded PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works"
            + " here: run dealsync as an ordinary user, or set DEALSYNC_DB_URL to your own"
            + " server.");
  }

  private static int numberIn(String output) {
    return Integer.parseInt(output.strip());
  }

  private static void refuse(Path data, User owner, User self) {
    throw new EmbeddedPostgresException(
        ("The data folder %s belongs to user %s, but dealsync runs as %s, and PostgreSQL serves a"
                + " folder to its owner only: run dealsync as %2$s, or name another folder in"
                + " DEALSYNC_HOME, or set DEALSYNC_DB_URL to your own server.")
            .formatted(data, owner.name(), self.name()));
  }
}
