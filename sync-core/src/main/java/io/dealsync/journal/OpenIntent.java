package io.dealsync.journal;

import io.dealsync.plan.Change;

/**
 * A change of an earlier run that may have left and was never settled.
 *
 * @param run the run that intended it
 * @param undoes whether that run undoes another one, as {@link Journal#undoes()}
 */
public record OpenIntent(long run, boolean undoes, Change change) {}
