/**
 * Limits on what one run may do; the only source of an {@link Approval}. Entry type: {@link Guard}.
 */
@NullMarked
package io.dealsync.guard;

import org.jspecify.annotations.NullMarked;
