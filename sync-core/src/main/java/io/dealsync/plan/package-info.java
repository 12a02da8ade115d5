/** What a run wants to do: inert, ordered, countable. Entry type: {@link Change}. */
@NullMarked
package io.dealsync.plan;

import org.jspecify.annotations.NullMarked;
