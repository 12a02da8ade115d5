/**
 * A stage for tests of the whole: commands in this process, a real PostgreSQL, a portal over real
 * HTTP. Entry type: {@link io.dealsync.testing.Stage}.
 */
@NullMarked
package io.dealsync.testing;

import org.jspecify.annotations.NullMarked;
