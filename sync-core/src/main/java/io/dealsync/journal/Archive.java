package io.dealsync.journal;

import io.dealsync.guard.GuardWindow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The memory of all runs, for reading. Port; implemented on PostgreSQL. */
public interface Archive {

  /** The latest runs of a portal, newest first. */
  List<RunRecord> runs(String portal, int limit);

  /**
   * The latest run that went through all managed deals of a portal to its end; one that failed or
   * was interrupted does not count.
   */
  Optional<RunRecord> lastFull(String portal);

  /** One run of any portal. */
  Optional<RunRecord> run(long run);

  /**
   * The rows of a run by deal id.
   *
   * @param after the last deal id seen, 0 to begin
   */
  List<ChangeRecord> changes(long run, long after, int limit);

  /**
   * The first rows of a run by deal id, without holds that were known before and those that {@link
   * #missingContacts} tells.
   */
  List<ChangeRecord> news(long run, int limit);

  /** What the guard would look back on if the run were taken up now, as {@link Journal#window}. */
  GuardWindow window(long run, Duration span);

  /** How many changes of a run are still planned, and wanted. */
  long planned(long run);

  /** How many of those overwrite what the deal has. */
  long overwriting(long run);

  /**
   * Contacts that the run found missing, those wanted by most deals first.
   *
   * @param skip how many of them to leave out at the beginning
   */
  List<MissingContact> missingContacts(long run, int skip, int limit);

  /** How many contacts the run found missing. */
  long missingContacts(long run);

  /** Those among the news that need attention: unknown and failed ones first, then held ones. */
  List<ChangeRecord> troubles(long run, int limit);

  /** The changes of a run that do most: those that empty a deal first, then by links removed. */
  List<ChangeRecord> mostAffected(long run, int limit);

  /** Everything known of a deal; empty when it is not managed and never was. */
  Optional<DealStory> deal(String portal, long deal);

  /** The holds in force on a portal, by deal id. */
  List<HoldRecord> holds(String portal, long after, int limit);

  /** What all runs of a portal have done. */
  PortalFigures figures(String portal);

  /** Where a portal's mirror stands. */
  PortalStatus status(String portal);
}
