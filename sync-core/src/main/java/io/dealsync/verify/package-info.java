/** Whether the portal's own words confirm a change. Entry type: {@link Verifier}. */
@NullMarked
package io.dealsync.verify;

import org.jspecify.annotations.NullMarked;
