package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.rest.RestRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The faults in force and what they did so far; can be changed while the portal runs.
 *
 * <p>Every rule has its own random numbers, drawn from the plan's seed and the rule's place:
 * whether it strikes its n-th matching request depends on nothing else, so a run repeats with its
 * seed.
 */
public final class FaultPlan {

  private static final int KEPT_STRIKES = 10_000;

  private final InstantSource clock;
  private final List<Armed> rules = new ArrayList<>();
  private final Deque<Strike> strikes = new ArrayDeque<>();
  private long seed;
  private long sequence;
  private int added;

  /** A plan without faults. */
  public FaultPlan(InstantSource clock, long seed) {
    this.clock = clock;
    this.seed = seed;
  }

  /** One rule's record: how many requests matched, and how many of them it struck. */
  public record Tally(FaultRule rule, long matched, long struck) {}

  /**
   * A fault that struck.
   *
   * @param sequence counts strikes from 1
   * @param method the request's method
   * @param detail what it did, where that is not plain from the rule
   */
  public record Strike(long sequence, Instant at, FaultRule rule, String method, String detail) {}

  /** A decision to strike a request, with random numbers for the details. */
  public record Verdict(FaultRule rule, SplittableRandom random) {}

  /** The seed that every rule's random numbers come from. */
  public synchronized long seed() {
    return seed;
  }

  public synchronized void add(FaultRule rule) {
    rules.add(new Armed(rule, new SplittableRandom(seed * 1_000_003 + added)));
    added++;
  }

  /** Adds a rule in text form. */
  public void add(String rule) {
    add(FaultRule.parse(rule));
  }

  /** Takes all faults away; what struck stays listed. */
  public synchronized void clear() {
    rules.clear();
  }

  /** Starts over: no rules, nothing struck, another seed. */
  public synchronized void reset(long newSeed) {
    rules.clear();
    strikes.clear();
    seed = newSeed;
    sequence = 0;
    added = 0;
  }

  public synchronized List<Tally> tallies() {
    return rules.stream().map(Armed::tally).toList();
  }

  /** The latest strikes, oldest first, at most 10,000. */
  public synchronized List<Strike> strikes() {
    return List.copyOf(strikes);
  }

  /** Which faults strike this request, in the order of the rules. */
  public synchronized List<Verdict> judge(RestRequest request) {
    if (rules.isEmpty()) {
      return List.of();
    }
    List<Verdict> verdicts = new ArrayList<>(1);
    for (Armed armed : rules) {
      if (armed.rule.matches(request) && armed.strikesNext()) {
        verdicts.add(new Verdict(armed.rule, armed.random.split()));
      }
    }
    return verdicts;
  }

  /** Lists a fault that did its work. */
  public synchronized void record(Verdict verdict, String method, String detail) {
    sequence++;
    strikes.addLast(new Strike(sequence, clock.instant(), verdict.rule(), method, detail));
    if (strikes.size() > KEPT_STRIKES) {
      strikes.removeFirst();
    }
  }

  private static final class Armed {
    private final FaultRule rule;
    private final SplittableRandom random;
    private long matched;
    private long struck;
    private int burstLeft;

    Armed(FaultRule rule, SplittableRandom random) {
      this.rule = rule;
      this.random = random;
    }

    boolean strikesNext() {
      Trigger trigger = rule.trigger();
      matched++;
      boolean drawn = random.nextDouble() < trigger.probability();
      if (matched <= trigger.after()) {
        return false;
      }
      if (burstLeft > 0) {
        burstLeft--;
        struck++;
        return true;
      }
      if (!drawn || struck >= trigger.times()) {
        return false;
      }
      burstLeft = trigger.burst() - 1;
      struck++;
      return true;
    }

    Tally tally() {
      return new Tally(rule, matched, struck);
    }
  }
}
