package io.dealsync.testing.ports;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Archive;
import io.dealsync.journal.Leases;
import io.dealsync.link.LinkSet;
import io.dealsync.testing.FakeArchive;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakeMirror;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The ports in memory. Some time passes between any two looks at the clock. */
public final class FakeStore implements Store {

  private final FakeMirror mirror;
  private final FakeLeases leases;

  public FakeStore() {
    InstantSource clock = new TickingClock();
    mirror = new FakeMirror().by(clock);
    leases = new FakeLeases(mirror, witness -> {}, clock);
  }

  private static final class TickingClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-01T02:00:00Z");

    @Override
    public Instant instant() {
      now = now.plus(Duration.ofMillis(1));
      return now;
    }
  }

  @Override
  public String portal() {
    return "main";
  }

  @Override
  public Mirror mirror() {
    return mirror;
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public Archive archive() {
    return new FakeArchive(leases);
  }

  @Override
  public void want(long deal, LinkSet links) {
    mirror.want(deal, links);
  }

  @Override
  public void mode(long deal, Mode mode) {
    mirror.mode(deal, mode);
  }

  @Override
  public void policy(long deal, Policy policy) {
    mirror.policy(deal, policy);
  }

  @Override
  public void forget(long deal) {
    mirror.forget(deal);
  }

  @Override
  public void acknowledge(long deal) {
    if (mirror.holdOf(deal).isPresent()) {
      mirror.acknowledge(deal);
    }
  }
}
