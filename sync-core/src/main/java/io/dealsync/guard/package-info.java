/**
 * Limits on what one run may change and on what all runs of a day may destroy; the only source of
 * an {@link Approval}. Entry type: {@link Guard}.
 */
@NullMarked
package io.dealsync.guard;

import org.jspecify.annotations.NullMarked;
