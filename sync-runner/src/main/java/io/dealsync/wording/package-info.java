/**
 * How people read things: numbers, times, the ends of runs, and pages of HTML. Entry type: {@link
 * io.dealsync.wording.HumanFormat}.
 */
@NullMarked
package io.dealsync.wording;

import org.jspecify.annotations.NullMarked;
