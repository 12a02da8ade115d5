package io.dealsync.bitrix.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedTimeTest {

  /** Looks on while it passes, half way through. */
  private static final class Halfway implements Time {
    private long nanos;
    private final List<Runnable> onlookers = new ArrayList<>();

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public void sleep(Duration span) {
      nanos += span.toNanos() / 2;
      onlookers.forEach(Runnable::run);
      nanos += span.toNanos() / 2;
    }
  }

  private final Halfway machine = new Halfway();
  private final WatchedTime time = new WatchedTime(machine);

  @Test
  void a_wait_is_seen_while_it_lasts() throws InterruptedException {
    List<Optional<Duration>> seen = new ArrayList<>();
    machine.onlookers.add(() -> seen.add(time.pause()));

    time.sleep(Duration.ofSeconds(40));
    time.sleep(Duration.ofMillis(500));

    assertThat(seen).containsExactly(Optional.of(Duration.ofSeconds(20)), Optional.empty());
    assertThat(time.pause()).isEmpty();
  }
}
