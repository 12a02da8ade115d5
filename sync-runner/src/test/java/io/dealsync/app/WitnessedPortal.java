package io.dealsync.app;

import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.portal.Answers;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Questions;
import io.dealsync.portal.ReadBack;
import io.dealsync.portal.SendGate;
import io.dealsync.portal.Traffic;
import io.dealsync.portal.WriteRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A portal whose rounds of writes are shown to witnesses before they are sent. */
final class WitnessedPortal implements Portal {

  private final Portal portal;
  private final List<Consumer<List<Change>>> standing;
  private final AtomicReference<Consumer<List<Change>>> ofTheRun;

  WitnessedPortal(Portal portal) {
    this(portal, new ArrayList<>(), new AtomicReference<>(changes -> {}));
  }

  private WitnessedPortal(
      Portal portal,
      List<Consumer<List<Change>>> standing,
      AtomicReference<Consumer<List<Change>>> ofTheRun) {
    this.portal = portal;
    this.standing = standing;
    this.ofTheRun = ofTheRun;
  }

  /** Shows every round to the witness, in all runs. */
  void always(Consumer<List<Change>> witness) {
    standing.add(witness);
  }

  /** Shows every round to the witness until another one takes its place. */
  void witness(Consumer<List<Change>> witness) {
    ofTheRun.set(witness);
  }

  @Override
  public WriteRound write(
      List<Change> changes, Duration goodFor, SendGate departure, ReadBack readBack) {
    ofTheRun.get().accept(changes);
    standing.forEach(witness -> witness.accept(changes));
    return portal.write(changes, goodFor, departure, readBack);
  }

  @Override
  public Answers ask(Questions questions) {
    return portal.ask(questions);
  }

  @Override
  public Map<Long, Observation> read(Collection<Long> deals) {
    return portal.read(deals);
  }

  @Override
  public ExistingIds existing(Collection<Long> deals, Collection<Long> contacts) {
    return portal.existing(deals, contacts);
  }

  @Override
  public void handshake() {
    portal.handshake();
  }

  @Override
  public Portal until(BooleanSupplier dropped) {
    return new WitnessedPortal(portal.until(dropped), standing, ofTheRun);
  }

  @Override
  public Traffic traffic() {
    return portal.traffic();
  }
}
