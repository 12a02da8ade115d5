package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.testing.SteppedClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StopGraceTest {

  private final SteppedClock clock = new SteppedClock();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final StopGrace grace = new StopGrace(stopped::get, clock);

  @Test
  void is_not_over_without_a_signal() {
    assertThat(grace.isOver()).isFalse();
    clock.advance(Duration.ofDays(1));
    assertThat(grace.isOver()).isFalse();
  }

  @Test
  void begins_with_the_look_that_finds_the_signal() {
    grace.look();
    stopped.set(true);
    clock.advance(Duration.ofDays(1));
    grace.look();
    assertThat(grace.isOver()).isFalse();
    clock.advance(Duration.ofSeconds(15));
    grace.look();
    assertThat(grace.isOver()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(grace.isOver()).isTrue();
  }

  @Test
  void asking_whether_it_is_over_starts_nothing() {
    stopped.set(true);
    assertThat(grace.isOver()).isFalse();
    clock.advance(Duration.ofDays(1));
    assertThat(grace.isOver()).isFalse();
  }
}
