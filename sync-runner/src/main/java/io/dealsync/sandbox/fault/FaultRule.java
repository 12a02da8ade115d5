package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.rest.RestRequest;

/**
 * A fault and when it strikes.
 *
 * <p>The text form is {@code kind:key=value,key=value}; see {@link FaultText}.
 */
public record FaultRule(Fault fault, Trigger trigger) {

  /** The method that a {@link Fault.CutSet} strikes. */
  static final String SET = "crm.deal.contact.items.set";

  /** Reads the text form. */
  public static FaultRule parse(String text) {
    return FaultText.parse(text);
  }

  boolean matches(RestRequest request) {
    return trigger.matches(request)
        && switch (fault) {
          case Fault.InBatch ignored -> request.isBatch();
          case Fault.CutSet ignored -> request.calls(SET);
          case Fault ignored -> true;
        };
  }

  /** The fault on every request. */
  public static FaultRule always(Fault fault) {
    return new FaultRule(fault, Trigger.ALWAYS);
  }

  /** The text form, which {@link #parse} reads back. */
  @Override
  public String toString() {
    return FaultText.format(this);
  }
}
