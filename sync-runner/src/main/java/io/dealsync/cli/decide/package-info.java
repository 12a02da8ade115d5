/**
 * The chapter "Decide what waits for you": what people say about held deals. Entry type: {@link
 * io.dealsync.cli.decide.ResolveConflictCommand}.
 */
@NullMarked
package io.dealsync.cli.decide;

import org.jspecify.annotations.NullMarked;
