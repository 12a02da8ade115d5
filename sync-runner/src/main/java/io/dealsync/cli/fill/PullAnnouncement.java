package io.dealsync.cli.fill;

import io.dealsync.config.Pacing;
import io.dealsync.plan.Estimate;
import io.dealsync.pull.PullOrder;
import io.dealsync.pull.PullScope;
import io.dealsync.run.Progress;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;

/** Says how long a large pull takes before it begins: an hour should surprise nobody. */
final class PullAnnouncement implements Progress {

  /** Seconds. */
  private static final long WORTH_SAYING = 10;

  private final PrintStream err;
  private final PullOrder order;
  private final Pacing pacing;
  private final Progress progress;

  /**
   * @param progress is told as well
   */
  PullAnnouncement(PrintStream err, PullOrder order, Pacing pacing, Progress progress) {
    this.err = err;
    this.order = order;
    this.pacing = pacing;
    this.progress = progress;
  }

  @Override
  public void begin(Phase phase, long ids) {
    if (phase == Phase.PULL && !(order.scope() instanceof PullScope.Named)) {
      announce(Estimate.reading(ids, pacing.burst(), pacing.perSecond()), ids);
    }
    progress.begin(phase, ids);
  }

  private void announce(Estimate most, long ids) {
    if (most.duration().toSeconds() >= WORTH_SAYING) {
      err.printf(
          "Up to %s to read: up to %s, which the portal's rate limit makes %s.%n",
          HumanFormat.count(ids, "deal"),
          HumanFormat.count(most.requests(), "request"),
          HumanFormat.duration(most.duration()));
    }
  }

  @Override
  public void advance(long ids) {
    progress.advance(ids);
  }
}
