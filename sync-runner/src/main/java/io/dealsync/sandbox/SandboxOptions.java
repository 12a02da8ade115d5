package io.dealsync.sandbox;

import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Quirk;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How a sandbox portal is set up.
 *
 * @param port where it listens on loopback; 0 takes any free port
 * @param userId the webhook's user, the first part of its path
 * @param secret the webhook's code; never printed
 * @param limits rate limit, operating time, latency
 * @param quirks deviations from the default behaviour (contract 12)
 * @param clock the portal's time, which also drives its limits
 * @param pause how the portal waits, for latency and slow faults
 */
public record SandboxOptions(
    int port,
    String userId,
    String secret,
    Limits limits,
    Set<Quirk> quirks,
    InstantSource clock,
    Pause pause) {

  /** Waits; tests may step a clock instead. */
  @FunctionalInterface
  public interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  public SandboxOptions {
    quirks = Set.copyOf(quirks);
  }

  /** Any free port, no limits, no quirks, real time. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        "1",
        "sandboxsecret",
        Limits.none(),
        Set.of(),
        InstantSource.system(),
        time -> Thread.sleep(time));
  }

  public SandboxOptions withPort(int newPort) {
    return new SandboxOptions(newPort, userId, secret, limits, quirks, clock, pause);
  }

  public SandboxOptions withSecret(String newSecret) {
    return new SandboxOptions(port, userId, newSecret, limits, quirks, clock, pause);
  }

  public SandboxOptions withLimits(Limits newLimits) {
    return new SandboxOptions(port, userId, secret, newLimits, quirks, clock, pause);
  }

  public SandboxOptions withQuirks(Quirk... newQuirks) {
    Set<Quirk> set = new LinkedHashSet<>(Arrays.asList(newQuirks));
    return new SandboxOptions(port, userId, secret, limits, set, clock, pause);
  }

  public SandboxOptions withClock(InstantSource newClock, Pause newPause) {
    return new SandboxOptions(port, userId, secret, limits, quirks, newClock, newPause);
  }

  @Override
  public String toString() {
    return "SandboxOptions[port=%d, user=%s, limits=%s, quirks=%s]"
        .formatted(port, userId, limits, quirks);
  }
}
