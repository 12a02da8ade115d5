/** Tests of the adapters on a real PostgreSQL. Entry type: {@link io.dealsync.db.Fixture}. */
@NullMarked
package io.dealsync.db;

import org.jspecify.annotations.NullMarked;
