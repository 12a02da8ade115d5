package io.dealsync.sandbox.crm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cards that differ from the default, indexed by origin id. Not safe for concurrent use. */
public final class Cards {

  private final String defaultTitle;
  private final Map<Long, Card> byId = new HashMap<>();
  private final Map<String, long[]> byOrigin = new HashMap<>();

  /** An entity without a card of its own is called {@code defaultTitle} and its id. */
  Cards(String defaultTitle) {
    this.defaultTitle = defaultTitle;
  }

  public Card of(long id) {
    Card card = byId.get(id);
    return card != null ? card : Card.titled(defaultTitle + " " + id);
  }

  /** Ids with this ORIGIN_ID, ascending; the originator is not looked at. */
  public long[] withOrigin(String originId) {
    return byOrigin.getOrDefault(originId, PackedLinks.NONE);
  }

  Set<Map.Entry<Long, Card>> entries() {
    return byId.entrySet();
  }

  void put(long id, Card card) {
    forget(id);
    byId.put(id, card);
    if (!card.originId().isEmpty()) {
      byOrigin.merge(card.originId(), new long[] {id}, Cards::union);
    }
  }

  void forget(long id) {
    Card old = byId.remove(id);
    if (old != null && !old.originId().isEmpty()) {
      byOrigin.computeIfPresent(old.originId(), (origin, ids) -> without(ids, id));
    }
  }

  private static long[] union(long[] left, long[] right) {
    long[] all = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, all, left.length, right.length);
    Arrays.sort(all);
    return all;
  }

  private static long @Nullable [] without(long[] ids, long id) {
    long[] rest = Arrays.stream(ids).filter(other -> other != id).toArray();
    return rest.length == 0 ? null : rest;
  }
}
