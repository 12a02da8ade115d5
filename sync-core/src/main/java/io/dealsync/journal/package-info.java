/**
 * What is remembered of every run, so that it can be explained and undone. Entry type: {@link
 * Journal}.
 */
@NullMarked
package io.dealsync.journal;

import org.jspecify.annotations.NullMarked;
