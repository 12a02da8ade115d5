package io.dealsync.journal;

import io.dealsync.observe.Observation;

/** An observation with the deal it is about. */
public record DealObservation(long deal, Observation observation) {}
