package io.dealsync.serve;

import io.dealsync.db.UnrecordedEdits;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is seen of people's edits of a portal's mirror from outside their transactions.
 *
 * @param committed whether edits were committed since it was last asked
 * @param released whether deals were released since it was last asked
 * @param underWay whether someone's transaction is editing now
 * @param written how many rows were ever written to the desired side, by whatever way
 * @param unrecorded finds and marks what came past the triggers; goes through all links
 */
public record EditSigns(
    BooleanSupplier committed,
    BooleanSupplier released,
    BooleanSupplier underWay,
    LongSupplier written,
    Supplier<UnrecordedEdits.Found> unrecorded) {}
