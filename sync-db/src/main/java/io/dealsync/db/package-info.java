/**
 * The core's ports on PostgreSQL: desired side, journal, archive, and the schema they live in.
 * Entry type: {@link io.dealsync.db.Database}.
 */
@NullMarked
package io.dealsync.db;

import org.jspecify.annotations.NullMarked;
