package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The working time that a portal grants each method within ten minutes (contract 4.1), tracked from
 * what its answers report. Which method a batch is billed to differs between portals; so both the
 * batch and the methods in it are tracked. Time is handed in as readings of {@link Time#nanos()}.
 */
public final class OperatingBudget {

  private static final Duration LONGEST_BAN = Duration.ofSeconds(300);
  private static final Duration FIRST_BAN = Duration.ofSeconds(20);
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(600);
  private static final double LEAST_COST = 0.1;

  /** The part of the limit from which a reported use explains a refusal; the limit is a guess. */
  private static final double NEAR = 0.5;

  private final double limit;
  private final double slowFrom;
  private final Map<String, Account> accounts = new HashMap<>();

  /**
   * @param limit the working time granted; the cloud's value is not published
   * @param slowFrom the part of it, between 0 and 1, from which requests are spread out
   */
  public OperatingBudget(Duration limit, double slowFrom) {
    this.limit = limit.toMillis() / 1000.0;
    this.slowFrom = slowFrom;
  }

  /** What is known about one method. */
  private static final class Account {
    private boolean reported;
    private double used;
    private double cost = LEAST_COST;
    private long resetAt;
    private long next;
    private long bannedUntil;
    private Duration ban = Duration.ZERO;

    private Account(long now) {
      this.resetAt = now;
      this.next = now;
      this.bannedUntil = now;
    }
  }

  /** How long a request has to wait that may wait for any time. */
  public Duration pauseBefore(Collection<String> methods, long now) {
    return pauseBefore(methods, LONGEST_WINDOW, now);
  }

  /**
   * How long a request that is billed to these methods has to wait. The request is taken to be sent
   * after that wait.
   *
   * @param mostSpread how long it may wait at most only for requests to be spread out; for a budget
   *     that is used up it waits however long that takes
   */
  public synchronized Duration pauseBefore(
      Collection<String> methods, Duration mostSpread, long now) {
    long latest = now;
    for (String method : methods) {
      Account account = accounts.get(method);
      if (account != null) {
        latest = Math.max(latest, turn(account, mostSpread, now));
      }
    }
    return Duration.ofNanos(latest - now);
  }

  private long turn(Account account, Duration mostSpread, long now) {
    long free = Math.max(now, account.bannedUntil);
    if (account.used < slowFrom * limit || account.resetAt - free <= 0) {
      return free;
    }
    double affordable = Math.ceil((limit - account.used) / account.cost) - 1;
    if (affordable < 1) {
      return account.resetAt;
    }
    long patience = now + Math.max(0, mostSpread.toNanos());
    long turn = Math.max(free, Math.min(account.next, patience));
    account.next = turn + (long) ((account.resetAt - free) / affordable);
    return turn;
  }

  /**
   * The portal reported how much of the budget is used.
   *
   * @param seconds the working time used so far
   * @param untilReset when the oldest part of it will be forgotten
   */
  public synchronized void used(String method, double seconds, Duration untilReset, long now) {
    Account account = accounts.computeIfAbsent(method, name -> new Account(now));
    if (account.reported && seconds > account.used) {
      account.cost = cost(account.cost, seconds - account.used);
    }
    account.reported = true;
    account.used = seconds;
    account.resetAt = now + clamped(untilReset).toNanos();
  }

  /** Rises at once and falls slowly: a dear request must not be the one that exceeds the limit. */
  private static double cost(double before, double now) {
    return Math.max(LEAST_COST, now > before ? now : (before + now) / 2);
  }

  /** A call of the method was carried out: a ban, if there was one, is over. */
  public synchronized void passed(String method) {
    Account account = accounts.get(method);
    if (account != null) {
      account.ban = Duration.ZERO;
    }
  }

  /**
   * The portal refuses the method because its budget is used up, as it says. Where the use that it
   * reports is far below the limit, the reported reset says nothing (contract 4.1): the method is
   * tried again after a time that grows with each refusal up to five minutes.
   */
  public synchronized Exhaustion exhausted(String method, long now) {
    Account account = accounts.computeIfAbsent(method, name -> new Account(now));
    boolean reported = account.used >= limit * NEAR;
    if (account.bannedUntil - now <= 0) {
      account.ban =
          account.ban.isZero() ? FIRST_BAN : shorter(LONGEST_BAN, account.ban.plus(account.ban));
      long reset = reported ? account.resetAt - now : 0;
      account.bannedUntil = now + Math.max(account.ban.toNanos(), reset);
    }
    return new Exhaustion(Duration.ofNanos(account.bannedUntil - now), reported);
  }

  private static Duration clamped(Duration untilReset) {
    return untilReset.isNegative() ? Duration.ZERO : shorter(untilReset, LONGEST_WINDOW);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
