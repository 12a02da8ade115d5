package io.dealsync.serve.alarm;

import java.util.function.Consumer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What Quartz runs: it wakes the daemon and knows nothing else. */
@DisallowConcurrentExecution
public final class RingJob implements Job {

  private final Consumer<RunScheduler.Ring> listener;
  private final RunScheduler.Ring ring;

  RingJob(Consumer<RunScheduler.Ring> listener, RunScheduler.Ring ring) {
    this.listener = listener;
    this.ring = ring;
  }

  @Override
  public void execute(JobExecutionContext context) {
    listener.accept(ring);
  }
}
