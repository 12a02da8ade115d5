/**
 * What every implementation of the ports to a database must do, be it in memory or on PostgreSQL.
 * Entry type: {@link io.dealsync.testing.ports.StoreContract}.
 */
@NullMarked
package io.dealsync.testing.ports;

import org.jspecify.annotations.NullMarked;
