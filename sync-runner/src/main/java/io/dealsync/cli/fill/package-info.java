/**
 * Filling the mirror: from the portal, or from a file, a table or a query. Entry type: {@link
 * io.dealsync.cli.fill.PullCommand}.
 */
@NullMarked
package io.dealsync.cli.fill;

import org.jspecify.annotations.NullMarked;
