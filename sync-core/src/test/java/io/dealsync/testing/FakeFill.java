package io.dealsync.testing;

import io.dealsync.journal.Fill;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Takeover;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A fill in memory; how far the fills of each scope have come outlives it. */
final class FakeFill implements Fill {

  private final FakeLeases.Lease lease;
  private final FakeJournal journal;
  private final FakeMirror mirror;
  private final Map<String, Long> positions;
  private final String scope;

  FakeFill(
      FakeLeases.Lease lease,
      FakeJournal journal,
      FakeMirror mirror,
      Map<String, Long> positions,
      String scope) {
    this.lease = lease;
    this.journal = journal;
    this.mirror = mirror;
    this.positions = positions;
    this.scope = scope;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public long reached() {
    return positions.getOrDefault(scope, 0L);
  }

  @Override
  public Set<Long> take(List<Takeover> deals, long reached) {
    lease.transaction();
    Set<Long> edited = new TreeSet<>();
    for (Takeover deal : deals) {
      if (mirror.take(deal, journal.run())) {
        journal.record().takeIn(deal);
      } else {
        edited.add(deal.deal());
      }
    }
    positions.put(scope, reached);
    return edited;
  }

  @Override
  public void complete() {
    lease.transaction();
    positions.remove(scope);
  }
}
