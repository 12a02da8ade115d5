/** The one place that wires everything together. Entry type: {@link io.dealsync.app.Dealsync}. */
@NullMarked
package io.dealsync.app;

import org.jspecify.annotations.NullMarked;
