/**
 * The PostgreSQL that comes along for those who have none: unpacked once, started on demand, kept
 * between runs. Entry type: {@link io.dealsync.db.embedded.EmbeddedPostgres}.
 */
@NullMarked
package io.dealsync.db.embedded;

import org.jspecify.annotations.NullMarked;
