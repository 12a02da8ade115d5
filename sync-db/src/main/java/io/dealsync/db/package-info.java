/**
 * The core's ports on PostgreSQL: the mirror, the journal, the leases and the archive. Entry type:
 * {@link io.dealsync.db.Database}.
 */
@NullMarked
package io.dealsync.db;

import org.jspecify.annotations.NullMarked;
