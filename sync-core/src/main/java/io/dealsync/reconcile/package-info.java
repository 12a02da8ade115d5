/** One pass over the whole story. Entry type: {@link Reconciler}. */
@NullMarked
package io.dealsync.reconcile;

import org.jspecify.annotations.NullMarked;
