package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.php.PhpArray;
import java.time.InstantSource;

/**
 * Runs one call, alone or inside a batch: method, scope, operating time, then the method itself.
 */
final class Dispatcher {

  /** The method name of a batch. */
  static final String BATCH = "batch";

  private final MethodTable methods;
  private final Access access;
  private final OperatingBudget budget;
  private final Limits limits;
  private final Counters counters;
  private final InstantSource clock;

  Dispatcher(
      MethodTable methods,
      Access access,
      OperatingBudget budget,
      Limits limits,
      Counters counters,
      InstantSource clock) {
    this.methods = methods;
    this.access = access;
    this.budget = budget;
    this.limits = limits;
    this.counters = counters;
    this.clock = clock;
  }

  /** Throws when the portal has no such method; that is checked before anything else. */
  void requireKnown(String method) {
    if (!method.equals(BATCH) && methods.find(method).isEmpty()) {
      throw RestFailure.methodNotFound();
    }
  }

  /** Runs a call outside a batch. */
  void single(String method, PhpArray params, CommandHook hook, Answer answer) {
    requireBudget(method);
    run(0, method, params, hook, answer);
    budget.bill(method, clock.instant());
  }

  /** Runs a batch's command; it is billed as the portal's accounting says. */
  void command(int index, String method, PhpArray params, CommandHook hook, Answer answer) {
    if (method.equals(BATCH)) {
      throw new RestFailure(
          405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
    }
    requireKnown(method);
    if (limits.accounting() == Limits.Accounting.PER_METHOD) {
      requireBudget(method);
    }
    run(index, method, params, hook, answer);
    switch (limits.accounting()) {
      case PER_METHOD -> budget.bill(method, clock.instant());
      case BATCH_AT_HALF_WEIGHT ->
          budget.bill(BATCH, budget.cost(method).dividedBy(2), clock.instant());
    }
  }

  /** Throws when the method has used up its operating time. */
  void requireBudget(String method) {
    if (!budget.allows(method, clock.instant())) {
      throw RestFailure.operationTimeLimit();
    }
  }

  private void run(int index, String method, PhpArray params, CommandHook hook, Answer answer) {
    MethodTable.Entry entry = methods.find(method).orElseThrow(RestFailure::methodNotFound);
    access.checkScope(entry.scope());
    hook.before(index, method);
    counters.command(method);
    if (hook.cutsHalfway(index)) {
      answer.cutHalfway();
    }
    entry.method().call(params, answer);
  }
}
