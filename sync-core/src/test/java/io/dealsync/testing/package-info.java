/**
 * Hand-written stand-ins for the core's ports, with memory instead of a portal and a database.
 * Entry type: {@link io.dealsync.testing.World}.
 */
@NullMarked
package io.dealsync.testing;

import org.jspecify.annotations.NullMarked;
