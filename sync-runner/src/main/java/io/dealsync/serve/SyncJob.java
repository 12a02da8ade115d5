package io.dealsync.serve;

import java.util.Objects;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/** What Quartz wakes up: it hands the portal's name to the daemon and knows nothing else. */
@DisallowConcurrentExecution
public final class SyncJob implements Job {

  static final String PORTAL = "portal";
  static final String RUNNER = "runner";

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    try {
      Object runner = Objects.requireNonNull(context.getScheduler().getContext().get(RUNNER));
      ((SyncRunner) runner).run(context.getMergedJobDataMap().getString(PORTAL));
    } catch (SchedulerException e) {
      throw new JobExecutionException(e);
    }
  }
}
