package io.dealsync.db;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Selection;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A mirror that fetches the next page of all deals while the portal is asked about the present one.
 * For one run, and one thread.
 */
final class ReadAhead implements Mirror {

  /** The end of a smaller mirror is in the first page anyway. */
  private static final int WORTHWHILE = 1000;

  private final Mirror mirror;
  private @Nullable Ahead ahead;

  ReadAhead(Mirror mirror) {
    this.mirror = mirror;
  }

  /** A page that is being fetched. */
  private record Ahead(long after, int limit, CompletableFuture<List<MirrorDeal>> page) {}

  @Override
  public List<MirrorDeal> page(Selection selection, long after, int limit) {
    if (!(selection instanceof Selection.All) || limit < WORTHWHILE) {
      return mirror.page(selection, after, limit);
    }
    List<MirrorDeal> page = fetched(selection, after, limit);
    if (page.size() == limit) {
      fetchAhead(selection, page.get(limit - 1).deal(), limit);
    }
    return page;
  }

  private List<MirrorDeal> fetched(Selection selection, long after, int limit) {
    Ahead expected = ahead;
    ahead = null;
    if (expected == null || expected.after() != after || expected.limit() != limit) {
      return mirror.page(selection, after, limit);
    }
    try {
      return expected.page().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  /**
   * Not on a virtual thread: where one has read from a socket, the JVM lingers for a third of a
   * second before it exits.
   */
  private void fetchAhead(Selection selection, long after, int limit) {
    CompletableFuture<List<MirrorDeal>> page = new CompletableFuture<>();
    ahead = new Ahead(after, limit, page);
    Thread.ofPlatform()
        .name("read-ahead")
        .daemon()
        .start(
            () -> {
              try {
                page.complete(mirror.page(selection, after, limit));
              } catch (RuntimeException e) {
                page.completeExceptionally(e);
              }
            });
  }

  @Override
  public ManagedDeals managed() {
    return mirror.managed();
  }

  @Override
  public List<MirrorDeal> named(Collection<Long> deals) {
    return mirror.named(deals);
  }

  @Override
  public boolean hasEdits(Selection selection) {
    return mirror.hasEdits(selection);
  }

  @Override
  public long heldEdits() {
    return mirror.heldEdits();
  }

  @Override
  public long lostLinks() {
    return mirror.lostLinks();
  }

  @Override
  public List<MirrorDeal> sample(int size) {
    return mirror.sample(size);
  }
}
