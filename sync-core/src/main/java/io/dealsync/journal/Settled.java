package io.dealsync.journal;

import io.dealsync.plan.Change;

/** A change with how it ended. */
public record Settled(Change change, Outcome outcome) {}
