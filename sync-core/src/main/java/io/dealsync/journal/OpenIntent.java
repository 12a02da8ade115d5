package io.dealsync.journal;

import io.dealsync.plan.Change;

/**
 * A change of an earlier run that may have left and was never settled.
 *
 * @param run the run that intended it
 * @param undoes whether that run undoes another one, as {@link Journal#undoes()}
 * @param cutShort whether that run ended before it had an answer, or knew that none came. That is
 *     the run's misfortune and no failure of the deal.
 */
public record OpenIntent(long run, boolean undoes, boolean cutShort, Change change) {}
