package io.dealsync.cli.terminal;

import io.dealsync.db.legacy.LegacyKind;
import io.dealsync.legacy.ResolveProgress;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal for each kind of ids that are looked up. */
public final class SearchProgress implements ResolveProgress, AutoCloseable {

  private final PrintStream err;
  private @Nullable LegacyKind searched;
  private @Nullable CountingProgress bar;

  public SearchProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void searched(LegacyKind kind, long ids, long all) {
    if (bar == null || kind != searched) {
      close();
      searched = kind;
      bar = new CountingProgress(err, "looking up " + kind.word() + "s", "ids");
    }
    bar.reached(ids, all);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
