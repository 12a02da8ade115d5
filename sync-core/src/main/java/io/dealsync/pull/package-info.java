/**
 * The first fill of a mirror: portal to tables, never the other way. Entry type: {@link Puller}.
 */
@NullMarked
package io.dealsync.pull;

import org.jspecify.annotations.NullMarked;
