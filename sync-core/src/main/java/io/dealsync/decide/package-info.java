/**
 * What to do about one deal: a pure function of desired, base, observed and policy. Entry type:
 * {@link Decider}.
 */
@NullMarked
package io.dealsync.decide;

import org.jspecify.annotations.NullMarked;
