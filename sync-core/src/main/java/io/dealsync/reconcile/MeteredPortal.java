package io.dealsync.reconcile;

import io.dealsync.observe.Observation;
import io.dealsync.plan.Batch;
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
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A portal that watches what a run asks of it, and so knows the least number of requests that could
 * have done it: the calls in full batches, but at least one request for each step that has to wait
 * for the answers of the one before, and as many as it takes for listing deals. Nothing is written
 * before the guard has seen the whole plan, so that no batch has both what made the plan and what
 * carries it out.
 */
final class MeteredPortal implements Portal {

  /** Each step can be asked for only when the one before it is answered. */
  private enum Step {
    LIST,
    READ,
    LOOK_UP,
    WRITE
  }

  private final Portal portal;
  private final Account account;

  MeteredPortal(Portal portal) {
    this(portal, new Account(portal.traffic()));
  }

  private MeteredPortal(Portal portal, Account account) {
    this.portal = portal;
    this.account = account;
  }

  /** What was asked so far, by whatever way. */
  private static final class Account {
    private final Traffic before;
    private final Set<Step> steps = EnumSet.noneOf(Step.class);
    private long listing;
    private boolean writing;
    private long planning;
    private long planningCalls;
    private long overwriting;

    private Account(Traffic before) {
      this.before = before;
    }
  }

  /** The number for what was asked so far. */
  long requests() {
    return account.planning
        + Math.max(
            least(traffic().calls() - account.planningCalls),
            Batch.overwriting(account.overwriting));
  }

  /** Of a part of the run in which any two calls could share a batch but for the steps. */
  private long least(long calls) {
    return Math.max(Batch.requests(calls), calls == 0 ? 0 : Math.max(1, inOrder()));
  }

  /** What the list shows last is read after all of it, which may take several requests. */
  private long inOrder() {
    return account.steps.size() + Math.max(0, Batch.requests(account.listing) - 1);
  }

  private void beginWriting() {
    if (!account.writing) {
      account.writing = true;
      account.planningCalls = traffic().calls();
      account.planning = least(account.planningCalls);
      account.steps.clear();
      account.listing = 0;
    }
  }

  private void step(Step step, Collection<?> items) {
    if (!items.isEmpty()) {
      account.steps.add(step);
    }
  }

  @Override
  public Answers ask(Questions questions) {
    step(Step.LIST, questions.listed());
    if (questions.listed().isEmpty()) {
      step(Step.READ, questions.read());
    }
    long before = portal.traffic().calls();
    Answers answers = portal.ask(questions);
    if (!questions.listed().isEmpty()) {
      long beside = questions.read().size() + questions.sought().calls();
      account.listing += portal.traffic().calls() - before - beside;
    }
    return answers;
  }

  @Override
  public Map<Long, Observation> read(Collection<Long> deals) {
    step(Step.READ, deals);
    return portal.read(deals);
  }

  @Override
  public ExistingIds existing(Collection<Long> deals, Collection<Long> contacts) {
    step(Step.LOOK_UP, deals);
    step(Step.LOOK_UP, contacts);
    return portal.existing(deals, contacts);
  }

  @Override
  public WriteRound write(
      List<Change> changes, Duration goodFor, SendGate departure, ReadBack readBack) {
    beginWriting();
    step(Step.WRITE, changes);
    account.overwriting +=
        changes.stream()
            .filter(each -> each.method().overwrites() && readBack.follows(each))
            .count();
    return portal.write(changes, goodFor, departure, readBack);
  }

  @Override
  public void handshake() {
    portal.handshake();
  }

  /** What was sent since this one began to watch. */
  @Override
  public Traffic traffic() {
    return portal.traffic().since(account.before);
  }

  @Override
  public Portal until(BooleanSupplier dropped) {
    return new MeteredPortal(portal.until(dropped), account);
  }
}
