/** Tests of the embedded server, with real processes. */
@NullMarked
package io.dealsync.db.embedded;

import org.jspecify.annotations.NullMarked;
