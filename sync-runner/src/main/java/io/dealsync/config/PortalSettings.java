package io.dealsync.config;

import io.dealsync.desired.FirstSight;
import io.dealsync.desired.Parking;
import io.dealsync.desired.Policy;
import io.dealsync.desired.QuietTime;
import io.dealsync.guard.Limits;
import io.dealsync.link.Comparison;
import io.dealsync.plan.RepairLimit;
import io.dealsync.run.RunSettings;
import io.dealsync.run.SieveSettings;
import io.dealsync.run.Waves;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The settings of one portal.
 *
 * @param name its name in the configuration and in the database
 * @param webhook the incoming webhook's URL; blank when not configured
 * @param oauth the application that stands in place of a webhook
 * @param policy who wins when the portal was changed
 * @param firstSight what is done about deals that both sides never agreed on
 * @param comparison what counts as equal
 * @param limits the guard's limits
 * @param recheckAfter how old an observation may be when its change is sent
 * @param parking when a deal that fails again and again is left alone
 * @param repairs how often the same repair of a deal is made
 * @param sieve how far the portal's list is trusted
 * @param onEdit whether the daemon carries edits at once
 * @param quietTime how long the daemon waits before it unlinks what was taken out
 * @param schedule Quartz cron expression
 * @param zone its time zone
 * @param pacing what the portal allows
 */
public record PortalSettings(
    String name,
    Secret webhook,
    Optional<OAuthSettings> oauth,
    Policy policy,
    FirstSight firstSight,
    Comparison comparison,
    Limits limits,
    Duration recheckAfter,
    Parking parking,
    RepairLimit repairs,
    SieveSettings sieve,
    boolean onEdit,
    QuietTime quietTime,
    String schedule,
    ZoneId zone,
    Pacing pacing) {

  /** Whether there is neither a webhook nor an application. */
  public boolean isUnreachable() {
    return webhook.isAbsent() && oauth.isEmpty();
  }

  /** The same for someone who waits for an answer: requests take no longer than this. */
  public PortalSettings within(Duration most) {
    return new PortalSettings(
        name,
        webhook,
        oauth,
        policy,
        firstSight,
        comparison,
        limits,
        recheckAfter,
        parking,
        repairs,
        sieve,
        onEdit,
        quietTime,
        schedule,
        zone,
        pacing.within(most));
  }

  /** When everything is synced. */
  public Timetable timetable() {
    return new Timetable(schedule, zone);
  }

  /** How runs behave when nothing is said on the command line. */
  public RunSettings run() {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, sieve, Waves.NONE, firstSight, parking, repairs);
  }

  static PortalSettings read(Values values, String name) {
    return new PortalSettings(
        name,
        values.secret(Key.WEBHOOK, name),
        OAuthSettings.read(values, name),
        values.choice(Key.POLICY, name, Policy.class),
        values.choice(Key.FIRST_SIGHT, name, FirstSight.class),
        values.choice(Key.COMPARE, name, Comparison.class),
        limits(values, name),
        values.duration(Key.RECHECK_AFTER, name),
        new Parking(values.whole(Key.PARK_AFTER, name, 1), values.duration(Key.PARK_SPACING, name)),
        repairs(values, name),
        sieve(values, name),
        values.yes(Key.ON_EDIT, name),
        quietTime(values, name),
        schedule(values, name),
        values.zone(Key.TIME_ZONE, name),
        pacing(values, name));
  }

  private static Limits limits(Values values, String name) {
    Limits limits = Limits.DEFAULT;
    for (Key key :
        new Key[] {
          Key.CHANGED_PERCENT,
          Key.EMPTIED_PERCENT,
          Key.REMOVED_LINKS,
          Key.EMPTY_DESIRED,
          Key.EMPTY_PORTAL,
          Key.RETURNED_DATABASE
        }) {
      String path = key.path();
      try {
        limits = limits.with(path.substring(path.lastIndexOf('.') + 1), values.text(key, name));
      } catch (IllegalArgumentException e) {
        throw new ConfigException(String.valueOf(e.getMessage()));
      }
    }
    return limits
        .withEmptiedFloor(values.whole(Key.EMPTIED_FLOOR, name, 0))
        .within(values.duration(Key.GUARD_WINDOW, name));
  }

  private static QuietTime quietTime(Values values, String name) {
    Duration span = values.duration(Key.QUIET_TIME, name);
    Duration limit = values.duration(Key.QUIET_LIMIT, name);
    if (limit.compareTo(span) < 0) {
      throw values.wrong(
          Key.QUIET_LIMIT, name, "a duration not below %s".formatted(Key.QUIET_TIME.pathFor(name)));
    }
    return new QuietTime(span, limit);
  }

  private static String schedule(Values values, String name) {
    String cron = values.text(Key.SCHEDULE, name);
    if (!org.quartz.CronExpression.isValidExpression(cron)) {
      throw values.wrong(
          Key.SCHEDULE, name, "a Quartz cron expression such as '0 0 2 * * ?' (daily at 02:00)");
    }
    return cron;
  }

  private static RepairLimit repairs(Values values, String name) {
    int nights = values.whole(Key.REPAIR_NIGHTS, name, 2);
    return new RepairLimit(
        nights,
        values.whole(Key.REPAIR_OF_NIGHTS, name, nights),
        values.duration(Key.PARK_SPACING, name),
        values.choice(Key.REPAIR_THEN, name, RepairLimit.Then.class));
  }

  private static SieveSettings sieve(Values values, String name) {
    return new SieveSettings(
        values.yes(Key.USE_LIST, name),
        values.whole(Key.SAMPLE, name, 1),
        values.duration(Key.FULL_EVERY, name));
  }

  private static Pacing pacing(Values values, String name) {
    return new Pacing(
        values.whole(Key.BURST, name, 1),
        values.number(Key.PER_SECOND, name),
        values.whole(Key.RESERVE, name, 0),
        values.whole(Key.IN_FLIGHT, name, 1),
        Duration.ofSeconds(values.whole(Key.OPERATING_SECONDS, name, 1)),
        values.duration(Key.REQUEST_TIMEOUT, name));
  }
}
