package io.dealsync.decide;

import java.util.Locale;

/** Why a deal is left alone on purpose. */
public enum HoldReason {
  /** The portal has no such deal. */
  DEAL_MISSING,
  /** It is a template for recurring deals, not a deal. */
  DEAL_TEMPLATE,
  /** The webhook's user may not read the deal. */
  DEAL_DENIED,
  /** A wanted contact does not exist on the portal, or was merged into another one. */
  CONTACT_MISSING,
  /** Policy {@code hold}: someone changed the deal on the portal. */
  PORTAL_CHANGED,
  /** Policy {@code hold}: both sides changed since they last agreed. */
  BOTH_CHANGED,
  /**
   * The sides differ and never agreed before: under policy {@code hold}, or in a run that only adds
   * links to such deals.
   */
  FIRST_SIGHT,
  /** Policy {@code merge}: both sides changed the same link differently. */
  CONFLICT,
  /** It failed too often in a row, over days, and is not tried any more. */
  PARKED,
  /** The same repair was needed on too many nights: someone undoes it after each run. */
  REPEATED_REPAIR,
  /** The portal moved after the guard had passed, and the new change exceeds what it passed. */
  GUARD;

  /** The reason as stored and shown: {@code deal-missing}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
