/**
 * Desired links that come from a source, by the procedure {@code dealsync.replace_links}. {@link
 * io.dealsync.db.load.LinkLoad} is one load.
 */
@NullMarked
package io.dealsync.db.load;

import org.jspecify.annotations.NullMarked;
