/** What the portal answered about a deal. Entry type: {@link Observation}. */
@NullMarked
package io.dealsync.observe;

import org.jspecify.annotations.NullMarked;
