/**
 * What is left after a process, a database or a connection died in the middle of a run, and what
 * the next run makes of it. Entry type: {@link io.dealsync.crash.KillMatrix}.
 */
@NullMarked
package io.dealsync.crash;

import org.jspecify.annotations.NullMarked;
