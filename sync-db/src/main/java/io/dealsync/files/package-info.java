/**
 * Files that nobody but their owner may open, and locks on them; the entry is {@link
 * io.dealsync.files.OwnerOnly}. Knows nothing of what they hold.
 */
@NullMarked
package io.dealsync.files;

import org.jspecify.annotations.NullMarked;
