package io.dealsync.testing;

import io.dealsync.guard.GuardWindow;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealStory;
import io.dealsync.journal.HoldRecord;
import io.dealsync.journal.MissingContact;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.PortalFigures;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunRecord;
import io.dealsync.link.LinkImage;
import io.dealsync.plan.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of runs in memory, for reading; other questions are not answered. */
public final class FakeArchive implements Archive {

  private final FakeLeases leases;

  public FakeArchive(FakeLeases leases) {
    this.leases = leases;
  }

  @Override
  public List<ChangeRecord> changes(long run, long after, int limit) {
    Map<Long, JournalRow> takenIn = leases.run(run).takenIn();
    return Stream.concat(leases.run(run).rows().stream(), takenIn.values().stream())
        .filter(row -> row.change().deal() > after)
        .sorted(Comparator.comparingLong(row -> row.change().deal()))
        .limit(limit)
        .map(row -> record(run, row, takenIn.containsKey(row.change().deal())))
        .toList();
  }

  private static ChangeRecord record(long run, JournalRow row, boolean tookIn) {
    Change change = row.change();
    return new ChangeRecord(
        run,
        change.deal(),
        tookIn ? "manage" : change.delta().action().word(),
        Optional.of(change.method().call()).filter(call -> !call.isEmpty()),
        false,
        row.status(),
        change.delta().words(),
        "",
        Optional.of(change.before()),
        Optional.of(change.target()),
        change.adoption(),
        change.edit(),
        row.agreed(),
        row.outcome().flatMap(FakeArchive::after),
        row.attempts(),
        change.observedAt(),
        Optional.<Instant>empty(),
        Optional.<Instant>empty());
  }

  private static Optional<LinkImage> after(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Verified verified -> Optional.of(verified.after());
      case Outcome.Needless needless -> Optional.of(needless.observed());
      case Outcome.Failed failed -> failed.after();
      case Outcome.Edited edited -> edited.after();
      case Outcome.Held ignored -> Optional.empty();
      case Outcome.NotSent ignored -> Optional.empty();
      case Outcome.Unknown ignored -> Optional.empty();
    };
  }

  @Override
  public List<ChangeRecord> news(long run, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public GuardWindow window(long run, Duration span) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long planned(long run) {
    return leases.run(run).count(ChangeStatus.PLANNED);
  }

  @Override
  public long overwriting(long run) {
    return leases.run(run).rows().stream()
        .filter(row -> row.status() == ChangeStatus.PLANNED)
        .filter(row -> row.change().method().overwrites())
        .count();
  }

  @Override
  public List<MissingContact> missingContacts(long run, int skip, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long missingContacts(long run) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ChangeRecord> troubles(long run, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ChangeRecord> mostAffected(long run, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<RunRecord> runs(String portal, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<RunRecord> lastFull(String portal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<RunRecord> run(long run) {
    return leases.find(run).map(fake -> record(run, fake));
  }

  private static RunRecord record(long run, FakeRun fake) {
    return new RunRecord(
        run,
        fake.header().portal(),
        fake.header().command(),
        fake.state(),
        "",
        fake.header().startedBy(),
        fake.header().origin(),
        fake.header().allowances(),
        Optional.<String>empty(),
        Instant.EPOCH,
        Optional.<Instant>empty(),
        fake.totals(),
        fake.end);
  }

  @Override
  public Optional<DealStory> deal(String portal, long deal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<HoldRecord> holds(String portal, long after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PortalFigures figures(String portal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PortalStatus status(String portal) {
    throw new UnsupportedOperationException();
  }
}
