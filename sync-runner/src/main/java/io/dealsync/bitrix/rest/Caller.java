package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.pace.Priority;
import io.dealsync.portal.Traffic;
import java.util.concurrent.atomic.LongAdder;

/** On whose behalf requests are sent: how urgent they are, and what they added up to. */
public final class Caller {

  private final Priority priority;
  private final LongAdder requests = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder calls = new LongAdder();

  public Caller(Priority priority) {
    this.priority = priority;
  }

  public Priority priority() {
    return priority;
  }

  public void countRequest() {
    requests.increment();
  }

  public void countRejection() {
    rejected.increment();
  }

  /** Changes are about to be sent. */
  public void countWrites(long changes) {
    writes.add(changes);
  }

  /** Calls are about to be sent, in batches or alone; repeating them does not count. */
  public void countCalls(long number) {
    calls.add(number);
  }

  /** What was sent so far. */
  public Traffic traffic() {
    return new Traffic(requests.sum(), rejected.sum(), writes.sum(), calls.sum());
  }
}
