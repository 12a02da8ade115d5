package io.dealsync.sandbox;

import io.dealsync.sandbox.fault.FaultRule;
import io.dealsync.sandbox.fault.Pause;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Quirk;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a sandbox portal is set up.
 *
 * @param port where it listens on loopback; 0 takes any free port
 * @param credentials the webhook and the OAuth application
 * @param limits rate limit, operating time, latency
 * @param quirks deviations from the default behaviour (contract 12)
 * @param faults what goes wrong from the start
 * @param faultSeed where the faults' random numbers come from
 * @param data folder that keeps the state between starts
 * @param time the portal's clock, which also drives its limits, and how it waits
 */
public record SandboxOptions(
    int port,
    Credentials credentials,
    Limits limits,
    Set<Quirk> quirks,
    List<FaultRule> faults,
    long faultSeed,
    Optional<Path> data,
    Time time) {

  /** The portal's webhook and OAuth application; never printed. */
  public record Credentials(String userId, String secret, String clientId, String clientSecret) {
    @Override
    public String toString() {
      return "Credentials[user " + userId + "]";
    }
  }

  /** Where the portal's time comes from. */
  public record Time(InstantSource clock, Pause pause) {}

  public SandboxOptions {
    quirks = Set.copyOf(quirks);
    faults = List.copyOf(faults);
  }

  /** Any free port, no limits, no quirks, no faults, nothing kept, real time. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        new Credentials("1", "sandbox0secret0code", "local.sandbox", "sandbox-client-secret"),
        Limits.none(),
        Set.of(),
        List.of(),
        1,
        Optional.empty(),
        new Time(InstantSource.system(), Pause.SLEEP));
  }

  public SandboxOptions withPort(int newPort) {
    return new SandboxOptions(newPort, credentials, limits, quirks, faults, faultSeed, data, time);
  }

  public SandboxOptions withCredentials(Credentials newCredentials) {
    return new SandboxOptions(port, newCredentials, limits, quirks, faults, faultSeed, data, time);
  }

  /** Another code for the webhook. */
  public SandboxOptions withSecret(String secret) {
    return withCredentials(
        new Credentials(
            credentials.userId(), secret, credentials.clientId(), credentials.clientSecret()));
  }

  public SandboxOptions withLimits(Limits newLimits) {
    return new SandboxOptions(port, credentials, newLimits, quirks, faults, faultSeed, data, time);
  }

  public SandboxOptions withQuirks(Quirk... newQuirks) {
    Set<Quirk> set = Set.copyOf(Arrays.asList(newQuirks));
    return new SandboxOptions(port, credentials, limits, set, faults, faultSeed, data, time);
  }

  public SandboxOptions withFaults(long seed, List<FaultRule> rules) {
    return new SandboxOptions(port, credentials, limits, quirks, rules, seed, data, time);
  }

  public SandboxOptions withData(Path folder) {
    return new SandboxOptions(
        port, credentials, limits, quirks, faults, faultSeed, Optional.of(folder), time);
  }

  public SandboxOptions withTime(InstantSource clock, Pause pause) {
    return new SandboxOptions(
        port, credentials, limits, quirks, faults, faultSeed, data, new Time(clock, pause));
  }
}
