package io.dealsync.sandbox.list;

import io.dealsync.sandbox.crm.PackedLinks;
import io.dealsync.sandbox.crm.SortedIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a page of rows. Conditions on the id and exact ones on the origin id narrow the search
 * before anything is looked at, so that keyset paging costs a page and not the whole table.
 */
public final class ListScan {

  private final Entities entities;
  private final ListQuery query;
  private final boolean limitsJoinedRows;

  /**
   * @param limitsJoinedRows whether the row limit hits joined rows instead of deals when the
   *     contacts are selected (contract 6)
   */
  public ListScan(Entities entities, ListQuery query, boolean limitsJoinedRows) {
    this.entities = entities;
    this.query = query;
    this.limitsJoinedRows = limitsJoinedRows;
  }

  /** Whether the hazard strikes this query when it depends on the filter's form. */
  public static boolean isHazardous(ListQuery query) {
    return query.hasOnlyOneConditionOnId();
  }

  public Page page() {
    Candidates candidates = candidates();
    PageBuilder page = new PageBuilder();
    long total = 0;
    for (int i = 0; i < candidates.size(); i++) {
      int position = candidates.at(i);
      if (!matches(candidates.residual(), position)) {
        continue;
      }
      total++;
      page.offer(position);
      if (page.isFull() && !query.counts()) {
        break;
      }
      if (page.isFull() && candidates.countsWithoutLooking()) {
        total = candidates.size();
        break;
      }
    }
    return new Page(page.rows, query.counts() ? OptionalLong.of(total) : OptionalLong.empty());
  }

  private boolean matches(List<Condition> residual, int position) {
    if (!entities.readable(position)) {
      return false;
    }
    for (int i = 0; i < residual.size(); i++) {
      if (!residual.get(i).matches(entities, position)) {
        return false;
      }
    }
    return true;
  }

  /** Collects the rows from the offset on, up to the limit. */
  private final class PageBuilder {
    private final List<Page.Row> rows = new ArrayList<>(ListQuery.PAGE);
    private long toSkip = Math.max(0, query.offset());
    private int room = ListQuery.PAGE;

    boolean isFull() {
      return room == 0;
    }

    void offer(int position) {
      if (room == 0) {
        return;
      }
      int links = PackedLinks.count(entities.links(position));
      if (limitsJoinedRows) {
        offerJoined(position, links);
      } else if (toSkip > 0) {
        toSkip--;
      } else {
        rows.add(new Page.Row(position, 0, links));
        room--;
      }
    }

    /** Every link is a row of its own, and a deal without links is one row. */
    private void offerJoined(int position, int links) {
      int joined = Math.max(1, links);
      int skipped = (int) Math.min(toSkip, joined);
      toSkip -= skipped;
      int shown = Math.min(joined - skipped, room);
      if (shown > 0) {
        rows.add(new Page.Row(position, skipped, Math.min(shown, links - skipped)));
        room -= shown;
      }
    }
  }

  /** Positions worth looking at, in the wanted order. */
  private static final class Candidates {
    private final int @Nullable [] listed;
    private final int from;
    private final int size;
    private final boolean descending;
    private final List<Condition> residual;
    private final boolean allReadable;

    private Candidates(
        int @Nullable [] listed,
        int from,
        int size,
        boolean descending,
        List<Condition> residual,
        boolean allReadable) {
      this.listed = listed;
      this.from = from;
      this.size = size;
      this.descending = descending;
      this.residual = residual;
      this.allReadable = allReadable;
    }

    static Candidates range(
        int from, int to, boolean descending, List<Condition> residual, boolean allReadable) {
      return new Candidates(null, from, Math.max(0, to - from), descending, residual, allReadable);
    }

    static Candidates list(int[] positions, boolean descending, List<Condition> residual) {
      return new Candidates(positions, 0, positions.length, descending, residual, false);
    }

    int size() {
      return size;
    }

    int at(int index) {
      int i = descending ? size - 1 - index : index;
      return listed != null ? listed[i] : from + i;
    }

    /** The conditions that are not settled by the choice of candidates. */
    List<Condition> residual() {
      return residual;
    }

    boolean countsWithoutLooking() {
      return residual.isEmpty() && allReadable;
    }
  }

  private Candidates candidates() {
    SortedIds ids = entities.ids();
    IdRange range = new IdRange();
    long[] listedIds = null;
    List<Condition> residual = new ArrayList<>();
    for (Condition condition : query.conditions()) {
      if (range.absorbs(condition)) {
        continue;
      }
      long[] exact = exactIds(condition);
      if (exact.length > 0 || isExact(condition)) {
        listedIds = listedIds == null ? exact : intersect(listedIds, exact);
        if (isOnId(condition)) {
          continue;
        }
      }
      residual.add(condition);
    }
    int from = ids.lowerBound(range.lowest);
    int to = range.highest == Long.MAX_VALUE ? ids.size() : ids.lowerBound(range.highest + 1);
    if (listedIds == null && isOrderedById()) {
      return Candidates.range(from, to, descending(), residual, noneHidden());
    }
    int[] positions =
        listedIds == null
            ? IntStream.range(from, Math.max(from, to)).toArray()
            : positionsOf(listedIds, from, to);
    return isOrderedById()
        ? Candidates.list(positions, descending(), residual)
        : Candidates.list(sorted(positions, residual), false, List.of());
  }

  private int[] sorted(int[] positions, List<Condition> residual) {
    return Arrays.stream(positions)
        .filter(position -> matches(residual, position))
        .boxed()
        .sorted(comparator())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private boolean noneHidden() {
    return entities.unreadable().isEmpty();
  }

  private boolean isOrderedById() {
    return query.orders().isEmpty() || query.orders().getFirst().field() == Field.ID;
  }

  private boolean descending() {
    return !query.orders().isEmpty() && query.orders().getFirst().descending();
  }

  private Comparator<Integer> comparator() {
    return query.orders().stream()
        .map(this::comparator)
        .reduce(Comparator::thenComparing)
        .orElseThrow()
        .thenComparing(Comparator.naturalOrder());
  }

  private Comparator<Integer> comparator(ListQuery.Order order) {
    Field field = order.field();
    Comparator<Integer> ascending =
        switch (field.kind()) {
          case TEXT, MULTI -> Comparator.comparing(position -> entities.text(position, field));
          case DECIMAL -> Comparator.comparing(position -> entities.decimal(position, field));
          case NUMBER, DATE, TIME, LINKS ->
              Comparator.comparingLong(position -> entities.number(position, field));
        };
    return order.descending() ? ascending.reversed() : ascending;
  }

  private int[] positionsOf(long[] ids, int from, int to) {
    return Arrays.stream(ids)
        .mapToInt(id -> entities.ids().find(id))
        .filter(position -> position >= from && position < to)
        .toArray();
  }

  private static boolean isOnId(Condition condition) {
    return condition instanceof Condition.Numeric number && number.field() == Field.ID;
  }

  private static boolean isExact(Condition condition) {
    return switch (condition) {
      case Condition.Numeric number ->
          number.field() == Field.ID && number.operator() == Condition.Operator.IN;
      case Condition.Textual text ->
          text.field() == Field.ORIGIN_ID
              && text.operator() == Condition.Operator.IN
              && !text.values().contains("");
      case Condition.Decimal sum -> false;
      case Condition.Multiple several -> false;
      case Condition.All all -> false;
      case Condition.Any any -> false;
    };
  }

  /** The only ids that can satisfy the condition, ascending, when it says so. */
  private long[] exactIds(Condition condition) {
    if (!isExact(condition)) {
      return PackedLinks.NONE;
    }
    LongStream ids =
        switch (condition) {
          case Condition.Numeric number -> number.values().stream().mapToLong(Long::longValue);
          case Condition.Textual text ->
              text.values().stream()
                  .flatMapToLong(origin -> Arrays.stream(entities.cards().withOrigin(origin)));
          case Condition.Decimal sum -> LongStream.empty();
          case Condition.Multiple several -> LongStream.empty();
          case Condition.All all -> LongStream.empty();
          case Condition.Any any -> LongStream.empty();
        };
    return ids.sorted().distinct().toArray();
  }

  private static long[] intersect(long[] left, long[] right) {
    return Arrays.stream(left).filter(id -> Arrays.binarySearch(right, id) >= 0).toArray();
  }

  /** The span of ids that the filter's comparisons leave. */
  private static final class IdRange {
    private long lowest = Long.MIN_VALUE;
    private long highest = Long.MAX_VALUE;

    boolean absorbs(Condition condition) {
      if (!isOnId(condition) || !(condition instanceof Condition.Numeric number)) {
        return false;
      }
      long value = number.values().isEmpty() ? 0 : number.values().getFirst();
      switch (number.operator()) {
        case GREATER -> lowest = Math.max(lowest, value == Long.MAX_VALUE ? value : value + 1);
        case AT_LEAST -> lowest = Math.max(lowest, value);
        case LESS -> highest = Math.min(highest, value == Long.MIN_VALUE ? value : value - 1);
        case AT_MOST -> highest = Math.min(highest, value);
        case IN, NOT_IN, CONTAINS, LIKE, NOT_CONTAINS -> {
          return false;
        }
      }
      return true;
    }
  }
}
