package io.dealsync.guard;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.plan.PlanTotals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Refusals in words: the arithmetic in a sentence, and what would let the plan pass. */
final class RefusalArithmetic {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RefusalArithmetic() {}

  static Refusal changed(PlanTotals plan, Limits limits) {
    ManagedDeals managed = plan.managed();
    long whole = managed.changeable();
    return new Refusal(
        Limit.CHANGED_PERCENT,
        "%s %% of the managed deals%s would change (%d of %d), the limit is %s %%"
            .formatted(
                share(plan.changes(), whole),
                managed.paused() == 0 ? "" : " that are not paused",
                plan.changes(),
                whole,
                plain(limits.changedPercent())),
        allowance(Limit.CHANGED_PERCENT, plan.changes(), whole));
  }

  static Refusal emptied(PlanTotals plan, Losses lately, Duration span, Limits limits) {
    ManagedDeals managed = plan.managed();
    long whole = managed.emptiable();
    long part = plan.emptied() + lately.emptied();
    String limit = emptiedLimit(limits, whole);
    String arithmetic =
        lately.emptied() == 0
            ? "%s %% of the managed deals%s would lose their last contact (%d of %d), %s"
                .formatted(
                    share(part, whole),
                    managed.emptiable() == managed.all() ? "" : " in mode mirror",
                    part,
                    whole,
                    limit)
            : "%d of %d deals would have lost their last contact within %s: %s, %d now; %s"
                .formatted(
                    part,
                    whole,
                    words(span),
                    earlier(lately.emptied(), lately),
                    plan.emptied(),
                    limit);
    return new Refusal(
        Limit.EMPTIED_PERCENT, arithmetic, allowance(Limit.EMPTIED_PERCENT, part, whole));
  }

  /** Percent of a small portal are less than what is allowed in any case. */
  private static String emptiedLimit(Limits limits, long whole) {
    boolean isFloor =
        limits.emptiedPercent() > 0
            && limits.emptiedFloor() * 100.0 > limits.emptiedPercent() * whole;
    return isFloor
        ? "the limit is %d deals".formatted(limits.emptiedFloor())
        : "the limit is %s %%".formatted(plain(limits.emptiedPercent()));
  }

  static Refusal removed(PlanTotals plan, Losses lately, Duration span, Limits limits) {
    long part = plan.removedLinks() + lately.removedLinks();
    return new Refusal(
        Limit.REMOVED_LINKS,
        lately.removedLinks() == 0
            ? "%d links would be removed, the limit is %d".formatted(part, limits.removedLinks())
            : "%d links would have been removed within %s: %s, %d now; the limit is %d"
                .formatted(
                    part,
                    words(span),
                    earlier(lately.removedLinks(), lately),
                    plan.removedLinks(),
                    limits.removedLinks()),
        Limit.REMOVED_LINKS.key() + "=" + part);
  }

  static Refusal nothingManaged(long before) {
    return new Refusal(
        Limit.EMPTY_DESIRED,
        "no deal is managed any more, although %d %s before: dealsync.deal was emptied, or this is"
                .formatted(before, before == 1 ? "was" : "were")
            + " another database",
        Limit.EMPTY_DESIRED.key() + "=yes");
  }

  static Refusal emptyDesired(long lostLinks) {
    return new Refusal(
        Limit.EMPTY_DESIRED,
        "no deal of the mirror has any contact, although both sides once agreed on %d links"
            .formatted(lostLinks),
        Limit.EMPTY_DESIRED.key() + "=yes");
  }

  static Refusal returned(ReturnedDatabase comeback, PlanTotals plan) {
    return new Refusal(
        Limit.RETURNED_DATABASE,
        "%s; what the portal has may be newer than the mirror, and %d deals would be put back. Look at the plan first"
            .formatted(comeback.evidence(), plan.changes()),
        Limit.RETURNED_DATABASE.key() + "=yes");
  }

  static Refusal emptyPortal(PlanTotals plan) {
    return new Refusal(
        Limit.EMPTY_PORTAL,
        "the portal answers \"no links\" for %s, although both sides once agreed on %d links"
            .formatted(
                plan.everything()
                    ? "every deal"
                    : "all %d deals that were looked at".formatted(plan.considered()),
                plan.baseLinks()),
        Limit.EMPTY_PORTAL.key() + "=yes");
  }

  /** {@code 28 since 2026-11-30 14:02 UTC in runs 12 to 15}. */
  private static String earlier(long number, Losses lately) {
    return number
        + lately
            .runs()
            .map(
                runs ->
                    " since %s in %s"
                        .formatted(
                            time(runs.since()),
                            runs.first() == runs.last()
                                ? "run " + runs.first()
                                : "runs %d to %d".formatted(runs.first(), runs.last())))
            .orElse("");
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static String words(Duration span) {
    return span.toSeconds() % 3600 == 0 && !span.isZero()
        ? span.toHours() + " h"
        : span.toMinutes() + " min";
  }

  /** Rounded up, so that it lets pass what it is offered for. */
  private static String allowance(Limit limit, long part, long whole) {
    long share = whole == 0 ? 100 : (long) Math.ceil(part * 100.0 / whole);
    return limit.key() + "=" + share;
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "100" : String.format(Locale.ROOT, "%.1f", part * 100.0 / whole);
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%s", number);
  }
}
