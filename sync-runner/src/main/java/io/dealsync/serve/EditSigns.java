package io.dealsync.serve;

import java.util.function.BooleanSupplier;

/**
 * What is seen of people's edits of a portal's mirror from outside their transactions.
 *
 * @param committed whether edits were committed since it was last asked
 * @param underWay whether somebody's transaction is editing now
 */
public record EditSigns(BooleanSupplier committed, BooleanSupplier underWay) {}
