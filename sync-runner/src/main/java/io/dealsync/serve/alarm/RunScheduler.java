package io.dealsync.serve.alarm;

/**
 * Wakes the scheduled runs of one portal. It only wakes; whether a run may start is decided by the
 * lease. Port; the daemons that serve a portal share it.
 */
public interface RunScheduler extends AutoCloseable {

  /** Why it rings. */
  enum Ring {
    /** A time of the timetable has come. */
    BY_TIMETABLE,
    /** It was asked to. */
    ASKED_FOR
  }

  /** Sets the alarm as it is configured; what else was set for the portal is removed. */
  void set();

  /** Begins to ring. */
  void start();

  /** Sets an alarm again that someone has taken away or made unusable, and tells how it is set. */
  Alarm look();

  /** Rings once as soon as possible, beside the timetable. */
  void ring();

  /** Waits for a run under way; it has been asked to stop. */
  @Override
  void close();
}
