/** How a run behaves and whom it tells. Entry type: {@link RunSettings}. */
@NullMarked
package io.dealsync.run;

import org.jspecify.annotations.NullMarked;
