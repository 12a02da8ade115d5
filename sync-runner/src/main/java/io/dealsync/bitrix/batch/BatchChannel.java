package io.dealsync.bitrix.batch;

import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.SendGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One caller's way to the portal: units leave in full batches. What needs no request of its own
 * rides with the next reading: the handshake, until the portal has passed it, and whatever the line
 * was told to carry.
 */
public final class BatchChannel {

  private final RestClient rest;
  private final Caller caller;
  private final Handshake handshake;
  private final BooleanSupplier dropped;
  private final List<CommandGroup> riders;

  public BatchChannel(RestClient rest, Caller caller, Handshake handshake) {
    this(rest, caller, handshake, ParallelRunner.UNDROPPED, List.of());
  }

  private BatchChannel(
      RestClient rest,
      Caller caller,
      Handshake handshake,
      BooleanSupplier dropped,
      List<CommandGroup> riders) {
    this.rest = rest;
    this.caller = caller;
    this.handshake = handshake;
    this.dropped = dropped;
    this.riders = new ArrayList<>(riders);
  }

  /** The same line, whose next reading carries these units as well. */
  public BatchChannel carrying(List<CommandGroup> units) {
    return new BatchChannel(rest, caller, handshake, dropped, units);
  }

  /**
   * The same line on which, when that says so, readings are dropped and writes do not leave any
   * more.
   */
  public BatchChannel until(BooleanSupplier other) {
    return new BatchChannel(rest, caller, handshake, other, riders);
  }

  /**
   * Sends units that change nothing, each at least once.
   *
   * @throws PortalFailure when the run cannot go on
   */
  public void read(List<CommandGroup> units) {
    List<CommandGroup> all = new ArrayList<>(units);
    all.addAll(riders);
    riders.clear();
    if (!all.isEmpty()) {
      readWithGreeting(all);
    }
  }

  private void readWithGreeting(List<CommandGroup> all) {
    Optional<CommandGroup> greeting = handshake.due();
    greeting.ifPresent(all::add);
    require(BatchSender.ofReads(rest, caller, dropped).send(all));
    greeting.ifPresent(handshake::judge);
  }

  /**
   * Sends units that change something.
   *
   * @param departure is asked before each batch leaves
   * @return why the run cannot go on; some units then have no outcomes
   */
  public Optional<PortalFailure> write(List<CommandGroup> units, SendGate departure) {
    return BatchSender.ofWrites(rest, caller, dropped, departure).send(units);
  }

  /**
   * Sends a single call.
   *
   * @throws PortalFailure when the run cannot go on; a call that changes something then certainly
   *     had no effect
   */
  public <T> Reply<T> call(Call<T> call) {
    caller.countCalls(1);
    List<Reply<T>> replies = new ArrayList<>();
    require(
        ParallelRunner.run(
            1,
            List.of(call),
            dropped,
            single -> {
              replies.add(rest.call(single, caller));
              return Optional.empty();
            }));
    return replies.get(0);
  }

  private static void require(Optional<PortalFailure> failure) {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Sends the handshake if it has not travelled yet. */
  public void greet() {
    if (handshake.due().isPresent()) {
      readWithGreeting(new ArrayList<>());
    }
  }

  public RestClient rest() {
    return rest;
  }

  public Caller caller() {
    return caller;
  }
}
