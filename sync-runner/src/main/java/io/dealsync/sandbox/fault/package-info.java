/**
 * What can go wrong on the way to a portal, on demand and repeatable by seed. Entry type: {@link
 * io.dealsync.sandbox.fault.FaultPlan}.
 */
@NullMarked
package io.dealsync.sandbox.fault;

import org.jspecify.annotations.NullMarked;
